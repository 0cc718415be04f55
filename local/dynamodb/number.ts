import { invalid } from './errors.ts';

/** A decimal number taken apart: `digits` without zeros at either end, times ten to the power of `exponent`; zero has no digits. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** Numbers keep 38 digits and are smaller than 1E126, zero or at least 1E-130. Source: DynamoDB developer guide, data types. */
const limits = { digits: 38, greatest: 125, smallest: -130 };

const plainInteger = /^(?:0|-?[1-9]\d{0,14})$/;

/** The number as DynamoDB gives it back: without an exponent and superfluous zeros. Throws ValidationException. */
export function normalise(text: string): string {
  if (plainInteger.test(text)) return text;
  const number = parse(text);
  assertWithinLimits(number);
  return write(number);
}

/** Negative when `left` is the smaller, zero when they are the same number. Both are as `normalise` gives them. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (plainInteger.test(left) && plainInteger.test(right)) return Number(left) - Number(right);
  const [one, other] = [parse(left), parse(right)];
  const lowest = Math.min(one.exponent, other.exponent);
  return scaled(one, lowest) < scaled(other, lowest) ? -1 : 1;
}

/** How many digits of a number, as `normalise` gives it, take room. */
export const significantDigits = (text: string): number => parse(text).digits.length;

function parse(text: string): Decimal {
  const [all, sign, whole = '', fraction = '', power = '0'] = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text) ?? [];
  if (all === undefined || whole + fraction === '') {
    throw invalid(`The parameter cannot be converted to a numeric value${text && `: ${text}`}`);
  }
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  return { negative: sign === '-' && kept !== '', digits: kept, exponent: Number(power) - fraction.length + digits.length - kept.length };
}

function assertWithinLimits({ digits, exponent }: Decimal): void {
  if (digits === '') return;
  const magnitude = digits.length + exponent - 1;
  const outside = (what: string, size: string) =>
    invalid(`Number ${what}. Attempting to store a number with magnitude ${size} than supported range`);
  if (digits.length > limits.digits) throw invalid('Attempting to store more than 38 significant digits in a Number');
  if (magnitude > limits.greatest) throw outside('overflow', 'larger');
  if (magnitude < limits.smallest) throw outside('underflow', 'smaller');
}

function write({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

const scaled = ({ negative, digits, exponent }: Decimal, lowest: number): bigint =>
  BigInt((negative ? '-' : '') + (digits || '0')) * 10n ** BigInt(digits ? exponent - lowest : 0);
