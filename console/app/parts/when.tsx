import { now } from '../clock.ts';
import { absoluteText, relativeText } from '../time.ts';

interface TimeProps {
  readonly at: string;
}

const Seen = ({ at, from }: TimeProps & { readonly from: number }) => (
  <time dateTime={at} title={absoluteText(at)}>
    {relativeText(at, from)}
  </time>
);

/** When something was, as seen from now; the exact time, on pointing at it. This page's clock can be behind that of what it shows. */
export const When = ({ at }: TimeProps) => <Seen at={at} from={Math.max(now.value, Date.parse(at))} />;

/** When something will be over, or was. */
export const Until = ({ at }: TimeProps) => <Seen at={at} from={now.value} />;
