// Has readers that others wrote read what the plugins wrote, and compares segment by segment with what was meant.
//   node compare.js FOLDER-OF-PACKAGES FOLDER-OF-INTERCHANGES
'use strict';

const fs = require('fs');
const path = require('path');

const [packages, written] = process.argv.slice(2);
const load = require('module').createRequire(path.join(packages, 'package.json'));

// Each reader answers the segments of a text as lists: the tag, then each element as the reader gives it. `expected`
// turns a segment that was meant into what this reader should give of it; `reads` says which interchanges it can read.

// Elements as they stand in the text: this reader leaves components and repetitions to its caller.
const nodeX12 = {
  name: 'node-x12',
  standard: 'x12',
  read(text) {
    const { X12Parser } = load('node-x12');
    // Strict: it throws where a count or a control number is not what it should be.
    const interchange = new X12Parser(true).parse(text);
    const list = (segment) => [segment.tag, ...segment.elements.map((element) => element.value)];
    return [
      list(interchange.header),
      ...interchange.functionalGroups.flatMap((group) => [
        list(group.header),
        ...group.transactions.flatMap((transaction) => [
          list(transaction.header), ...transaction.segments.map(list), list(transaction.trailer)]),
        list(group.trailer)]),
      list(interchange.trailer)];
  },
  expected([tag, ...elements], { component, repetition }) {
    const texts = elements.map((element) => element.map((parts) => parts.join(component)).join(repetition));
    // It reads these two as numbers.
    if (tag === 'ISA') texts[12] = String(Number(texts[12]));
    if (tag === 'IEA') texts[1] = String(Number(texts[1]));
    return [tag, ...texts];
  },
};

// Components apart, repetitions not, blanks trimmed.
const x12Parser = {
  name: 'x12-parser',
  standard: 'x12',
  async read(text, { encoding }) {
    const { X12parser } = load('x12-parser');
    const parser = new X12parser(encoding === 'utf-8' ? 'utf8' : 'ascii');
    const segments = [];
    parser.on('data', (segment) => segments.push(segment));
    const done = new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
    // In pieces, as it would come from a network.
    const bytes = Buffer.from(text, 'utf8');
    for (let at = 0; at < bytes.length; at += 200) parser.write(bytes.subarray(at, at + 200));
    parser.end();
    await done;
    // A line end behind the last terminator is an empty segment to it.
    if (segments.at(-1).name === '') segments.pop();
    return segments.map(({ name, ...rest }) => {
      const elements = [];
      for (const [key, value] of Object.entries(rest)) {
        const [element, component] = key.split('-').map(Number);
        (elements[element - 1] ??= [])[component ?? 0] = value;
      }
      return [name, ...elements];
    });
  },
  expected([tag, ...elements], { component, repetition }) {
    return [tag, ...elements.map((element) => {
      const text = element.map((parts) => parts.join(component)).join(repetition);
      return (tag === 'ISA' ? [text] : text.split(component)).map((part) => part.trim());
    })];
  },
};

// Both readers of EDIFACT know components and release characters, but no repetitions (syntax 4).
function edifactExpected([tag, ...elements], { repetition }) {
  return [tag, ...elements.map((element) => element.slice(1).reduce(
    (flat, parts) => [...flat.slice(0, -1), flat.at(-1) + repetition + parts[0], ...parts.slice(1)],
    element[0]))];
}

// Whether the tables that `edifact` has of messages allow the order of the segments; it throws where they do not. They are
// of D.01B, but for DESADV, which is of a later directory.
function acceptsOrder(segments) {
  const Tracker = load('edifact/tracker.js');
  let tracker;
  for (const [tag, , identifier] of segments.slice(1, -1)) {
    if (tag === 'UNH') {
      const [type, version, release] = identifier[0];
      const known = version === 'D' && release === '01B' && ['APERAK', 'INVOIC', 'INVRPT', 'ORDERS'].includes(type);
      tracker = known ? new Tracker(load(`edifact/messages/${type}.json`)) : undefined;
    }
    tracker?.accept(tag);
  }
}

const nodeEdifact = {
  name: 'edifact',
  standard: 'edifact',
  read(text, { segments }) {
    const Parser = load('edifact/parser.js');
    const parser = new Parser();
    const repertoire = segments[0][1][0][0];
    // It knows these repertoires; others are sets of Unicode to it.
    const knows = ['UNOA', 'UNOB', 'UNOC', 'UNOY'].includes(repertoire);
    parser.encoding(knows ? repertoire : 'UCS2');
    // Its own dictionary of elements: it throws where one is too long or not of its type.
    if (knows) new (load('edifact/reader.js'))().parse(text);
    acceptsOrder(segments);
    const result = [];
    parser.on('opensegment', (tag) => result.push([tag]));
    parser.on('element', () => result.at(-1).push([]));
    parser.on('component', (value) => result.at(-1).at(-1).push(value));
    parser.write(text);
    parser.end();
    return result;
  },
  expected: edifactExpected,
};

const tsEdifact = {
  name: 'ts-edifact',
  standard: 'edifact',
  read(text) {
    // Its parts one by one: its index asks for a package that it does not name among its dependencies.
    const { Parser } = load('ts-edifact/lib/parser');
    const { Configuration } = load('ts-edifact/lib/configuration');
    const { NullValidator } = load('ts-edifact/lib/validator');
    // As its own Reader does it: all data is text, and the repertoire is that of UNB as soon as it is known.
    const validator = Object.assign(new NullValidator(), { onOpenComponent: (tokenizer) => tokenizer.alphanumeric() });
    const parser = new Parser(new Configuration({ validator }));
    const result = [];
    parser.onOpenSegment = (tag) => result.push([tag]);
    parser.onElement = () => result.at(-1).push([]);
    parser.onComponent = (value) => {
      if (result.length === 1 && result[0].length === 2 && result[0][1].length === 0) parser.updateCharset(value);
      result.at(-1).at(-1).push(value);
    };
    parser.write(text);
    parser.end();
    return result;
  },
  expected: edifactExpected,
};

const readers = [nodeX12, x12Parser, nodeEdifact, tsEdifact];

// Why a reader cannot read an interchange; empty when it can.
const limits = JSON.parse(fs.readFileSync(path.join(__dirname, 'limits.json'), 'utf8'));

async function differences(reader, meant) {
  const bytes = fs.readFileSync(path.join(written, meant.file));
  const text = new TextDecoder(meant.encoding, { fatal: true }).decode(bytes);
  let read;
  try {
    read = await reader.read(text, meant);
  } catch (error) {
    return [`cannot be read: ${error.message}`];
  }
  const expected = meant.segments.map((segment) => reader.expected(segment, meant));
  const found = [];
  for (let at = 0; at < Math.max(expected.length, read.length); ++at) {
    const wanted = JSON.stringify(expected[at]);
    const got = JSON.stringify(read[at]);
    if (wanted !== got) found.push(`segment ${at + 1} was meant as ${wanted} and read as ${got}`);
  }
  return found;
}

// Whether one character more in what was meant is noticed: a comparison that cannot fail proves nothing.
async function noticesChanges(reader, meant) {
  const changed = structuredClone(meant);
  changed.segments.at(-2)[1][0][0] += '1';
  return (await differences(reader, meant)).length === 0 && (await differences(reader, changed)).length === 1;
}

async function main() {
  const pinned = JSON.parse(fs.readFileSync(path.join(packages, 'package-lock.json'), 'utf8')).packages;
  const all = JSON.parse(fs.readFileSync(path.join(written, 'meant.json'), 'utf8'));
  let failures = 0;
  for (const reader of readers) {
    const { version } = pinned[`node_modules/${reader.name}`];
    const mine = all.filter((meant) => meant.standard === reader.standard);
    let segments = 0;
    let beyond = 0;
    for (const meant of mine) {
      const found = await differences(reader, meant);
      const limit = (limits[reader.name] ?? {})[meant.file];
      if (limit !== undefined) {
        ++beyond;
        if (found.length > 0) continue;
        found.push(`is read, though limits.json says: ${limit}`);
      }
      segments += meant.segments.length;
      if (found.length === 0) continue;
      ++failures;
      console.log(`${reader.name} ${version}: ${meant.file}`);
      for (const each of found.slice(0, 5)) console.log(`    ${each}`);
    }
    console.log(`${reader.name} ${version}: ${mine.length} interchanges, ${segments} segments, ` +
                `${beyond} beyond what it can read`);
    if (!await noticesChanges(reader, mine[0])) throw new Error(`${reader.name}: a change is not noticed`);
    if (mine.length < 20) throw new Error(`only ${mine.length} interchanges for ${reader.name}`);
  }
  process.exitCode = failures === 0 ? 0 : 1;
}

main();
