import { LostAnswer } from '../../local/simulators/faults.ts';

/** Thrown after a call was carried out whose answer breaks off after its status and headers, in the middle of its JSON. */
export class BrokenAnswer extends LostAnswer {
  override readonly name = 'BrokenAnswer';
}
