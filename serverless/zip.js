import { crc32, deflateRawSync } from 'node:zlib';

/** 1980-01-01, the first day that a zip can name: one source always gives the same bytes. */
const date = 0x0021;

/** A regular file that everybody may read, as Unix writes it. */
const mode = 0o100644 * 2 ** 16;

/** The bytes of a zip that holds the one file `name`. */
export function zip(name, content) {
  const path = Buffer.from(name);
  const compressed = deflateRawSync(content, { level: 9 });
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0); // version needed
  common.writeUInt16LE(8, 4); // deflated
  common.writeUInt16LE(date, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(compressed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(path.length, 22);

  const local = Buffer.concat([signature(0x04034b50), common, path, compressed]);

  const central = Buffer.alloc(14);
  central.writeUInt32LE(mode, 6);
  const directory = Buffer.concat([signature(0x02014b50), Buffer.from([20, 3]), common, central, path]);

  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4); // entries on this disk
  end.writeUInt16LE(1, 6); // entries
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, directory, signature(0x06054b50), end]);
}

function signature(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
