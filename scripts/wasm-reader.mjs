// The little that `pack.mjs` and `budget.mjs` need to know of the WebAssembly binary format.

/** Reads what the WebAssembly binary format is made of: bytes, LEB128 numbers, vectors of bytes. */
export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  get done() {
    return this.at >= this.bytes.length;
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  take(length) {
    return this.bytes.subarray(this.at, (this.at += length));
  }
  vector() {
    return this.take(this.number());
  }
}

/** A function's name as Rust's source has it: the linker's older form (`_ZN`) is taken apart, others stay. */
export function readable(name) {
  if (!name.startsWith('_ZN')) return name;
  const parts = [];
  for (let rest = name.slice(3), length; (length = parseInt(rest, 10)) > 0; ) {
    const start = String(length).length;
    parts.push(rest.slice(start, start + length));
    rest = rest.slice(start + length);
  }
  const signs = { LT: '<', GT: '>', RF: '&', BP: '*', C: ',', LP: '(', RP: ')' };
  return parts
    .join('::')
    .replaceAll('..', '::')
    .replace(
      /\$(\w+)\$/g,
      (all, sign) => signs[sign] ?? (/^u[0-9a-f]+$/.test(sign) ? String.fromCharCode(parseInt(sign.slice(1), 16)) : all),
    )
    .replace(/^_</, '<');
}

/** The sections of a module, as pairs of their number and a reader of what is in them. */
export function* sections(module) {
  const reader = new Reader(module);
  reader.take(8);
  while (!reader.done) yield [reader.byte(), new Reader(reader.vector())];
}
