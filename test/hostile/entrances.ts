import type { Entrance } from './entrance.ts';
import { aws } from './entrances/aws.ts';
import { commandLine } from './entrances/command-line.ts';
import { configuration } from './entrances/configuration.ts';
import { events } from './entrances/events.ts';
import { httpApi } from './entrances/http-api.ts';
import { requests } from './entrances/requests.ts';
import { stateFiles } from './entrances/state-files.ts';
import { steps } from './entrances/steps.ts';

/** Every way in. */
export const entrances: readonly Entrance[] = [httpApi, events, aws, steps, configuration, requests, commandLine, stateFiles];
