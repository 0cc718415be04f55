import { crc32, inflateRawSync } from 'node:zlib';
import { expect } from '@jest/globals';

/** The one file of a zip, read from the zip's end as unzip does. Source: PKWARE APPNOTE 4.3. */
export function onlyFileOf(zip: Buffer): { path: string; content: Buffer } {
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  expect(zip.readUInt16LE(end + 10)).toBe(1);
  const entry = zip.readUInt32LE(end + 16);
  expect(zip.readUInt32LE(entry)).toBe(0x02014b50);
  const [size, nameLength, local] = [zip.readUInt32LE(entry + 20), zip.readUInt16LE(entry + 28), zip.readUInt32LE(entry + 42)];
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const content = inflateRawSync(zip.subarray(start, start + size));
  expect(crc32(content)).toBe(zip.readUInt32LE(entry + 16));
  return { path: zip.toString('utf8', entry + 46, entry + 46 + nameLength), content };
}
