/** One member of a pair, as a flag: its own name in kebab-case. */
export interface MemberFlag {
  readonly member: string;
  /** As commander reads it. */
  readonly flag: string;
  readonly describes: string;
  /** A pair is none without it. */
  readonly required: boolean;
}

/** A kind as the command line takes it. The API alone says what a good pair is. */
export interface KindFlags {
  readonly describes: string;
  readonly members: readonly MemberFlag[];
  /** The member whose traffic is interrupted when traffic is: what must be confirmed by name. */
  readonly subject: string;
}

/** The kinds, by name, with flags in the services' own names. */
export const kindFlags: Readonly<Record<string, KindFlags>> = {
  'es-package': {
    describes: 'a package on an Elasticsearch Service domain',
    members: [
      { member: 'packageId', flag: '--package-id <id>', describes: 'the package, like F123456789', required: true },
      { member: 'domainName', flag: '--domain-name <name>', describes: 'the domain', required: true },
    ],
    subject: 'domainName',
  },
  'lattice-service': {
    describes: 'a VPC Lattice service in a service network',
    members: [
      { member: 'serviceIdentifier', flag: '--service-identifier <id>', describes: 'id or ARN of the service', required: true },
      {
        member: 'serviceNetworkIdentifier',
        flag: '--service-network-identifier <id>',
        describes: 'id or ARN of the service network',
        required: true,
      },
      { member: 'tags', flag: '--tag <key=value>', describes: 'a tag for the association; may be repeated', required: false },
    ],
    subject: 'serviceIdentifier',
  },
  'dx-hosted-connection': {
    describes: 'a Direct Connect hosted connection under a LAG or interconnect',
    members: [
      { member: 'connectionId', flag: '--connection-id <id>', describes: 'the hosted connection', required: true },
      {
        member: 'parentConnectionId',
        flag: '--parent-connection-id <id>',
        describes: 'the LAG or interconnect it is to be under',
        required: true,
      },
      {
        member: 'previousParentConnectionId',
        flag: '--previous-parent-connection-id <id>',
        describes: 'the one it must be under now',
        required: false,
      },
    ],
    subject: 'connectionId',
  },
};

/** What must be confirmed by name before this pair's traffic is interrupted. */
export const subjectOf = ({ kind, pair }: { readonly kind: string; readonly pair: Readonly<Record<string, unknown>> }): string =>
  String(pair[kindFlags[kind]?.subject ?? ''] ?? Object.values(pair)[0]);
