import type { Surroundings } from '../../wire/service.ts';
import type { Faults } from '../faults.ts';
import type { Associations } from './associations.ts';
import type { Domains } from './domains.ts';
import type { Packages } from './packages.ts';
import type { Timing } from './timing.ts';

/** All an operation of this service stands on. */
export interface World extends Surroundings {
  readonly faults: Faults;
  readonly timing: Timing;
  readonly domains: Domains;
  readonly packages: Packages;
  readonly associations: Associations;
}
