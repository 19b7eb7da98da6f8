import assert from "node:assert/strict";
import { JavaBigInteger } from "../java/big_integer.ts";
import { JavaHashMap } from "../java/map.ts";
import { compilePainless, PainlessRuntimeError } from "./compile.ts";

/** Strings of a million characters, different ones with the same text. */
const TEXTS = `String text() { StringBuilder made = new StringBuilder('ab');
  for (int i = 0; i < 19; i++) made.append(made.toString()); return made.toString() }
String s = text() + 'x'; String t = text() + 'x'; String u = text() + 'y'; String upper = text().toUpperCase() + 'X';
StringBuilder b = new StringBuilder(s); def d = s; int n = 0;`;

const LISTS = `List made() { List made = new ArrayList(); for (int i = 0; i < 300000; i++) made.add(i); return made }
List l = made(); List k = made(); def d = l; int n = 0;`;

const MAPS = `Map made() { Map made = new HashMap(); for (int i = 0; i < 200000; i++) made.put(i, i); return made }
Map m = made(); Map o = made(); TreeMap sorted = new TreeMap(); sorted.putAll(m); int n = 0;`;

const NESTED = `List l = [1]; List k = [1]; for (int i = 0; i < 60; i++) { l = [l, l]; k = [k, k] }
Map m = new HashMap(); int n = 0;`;

/** What is done again and again, by what it is done to. */
const SCANS: Readonly<Record<string, readonly string[]>> = {
  [TEXTS]: [
    "if (s == t) n++;",
    "if (d == t) n++;",
    "if (s != t) n++;",
    "if (s.equals(t)) n++;",
    "if (Objects.equals(s, t)) n++;",
    "if (s.contentEquals(t)) n++;",
    "n += s.hashCode()",
    "n += Objects.hashCode(s)",
    "n += s.compareTo(u)",
    "n += s.compareToIgnoreCase(upper)",
    "if (s.equalsIgnoreCase(upper)) n++;",
    "if (s.startsWith(t)) n++;",
    "if (s.endsWith(t)) n++;",
    "if (s.regionMatches(0, t, 0, 1000000)) n++;",
    "n += s.indexOf('zz')",
    "n += s.lastIndexOf('zz')",
    "n += s.indexOf(u)",
    "n += s.indexOf('abababababababababababababababababababababababababz')",
    "if (s.contains('zz')) n++;",
    "n += s.codePointCount(0, s.length())",
    "n += s.offsetByCodePoints(0, 1000000)",
    "n += s.splitOnToken('zz').length",
    "try { Double.parseDouble(s) } catch (Exception e) { n++ }",
    "try { Integer.parseInt(s, 36) } catch (Exception e) { n++ }",
    "n += (['k': 1].containsKey(s) ? 1 : 0)",
    "n += [s].indexOf(t)",
    "b.insert(0, 'a')",
    "b.deleteCharAt(0)",
    "b.reverse()",
    "b.append('b'); n += b.codePointAt(3)",
    "b.append('b'); n += b.charAt(3)",
    "b.setCharAt(3, (char) 'x'); n += b.indexOf('zz')",
    "n += new StringTokenizer(s, 'z').countTokens()",
  ],
  [LISTS]: [
    "if (l == k) n++;",
    "if (l.equals(k)) n++;",
    "n += l.hashCode()",
    "l.add(0, i)",
    "l.add(l.remove(0))",
    "n += l.indexOf(-1)",
    "if (l.contains(-1)) n++;",
    "n += l.subList(0, 200000).indexOf(-1)",
    "n += (int) Collections.max(l)",
    "n += Collections.frequency(l, -1)",
    "Collections.fill(l, i)",
    "Collections.copy(l, k)",
    "Collections.sort(l)",
    "Collections.reverse(l)",
    "Collections.replaceAll(l, -1, -2)",
    "if (Collections.disjoint(l, [])) n++;",
    "l.removeAll([])",
    "n += (int) l.sum()",
  ],
  [MAPS]: [
    "if (m == o) n++;",
    "n += m.hashCode()",
    "if (m.containsValue(-1)) n++;",
    "if (m.values().contains(-1)) n++;",
    "m.put(-1 - i, 1); n += m.keySet().iterator().next()",
    "sorted.put(-1 - i, 1); n += sorted.keySet().iterator().next()",
    "o.put([i, -31 * i], 1)",
  ],
  [NESTED]: [
    "if (l == k) n++;",
    "if (l.equals(k)) n++;",
    "n += l.hashCode()",
    "m.put(l, 1)",
    "if ([l].contains(k)) n++;",
  ],
};

Deno.test("execute() ends a script whose methods and operators scan too much", { permissions: "none" }, async (t) => {
  for (const [made, scans] of Object.entries(SCANS)) {
    for (const scan of scans) {
      await t.step(scan, () => {
        const source = `${made} for (int i = 0; i < 999990; i++) { ${scan} } return n`;
        // A tenth of what may be done otherwise: what is not counted takes as long as it takes.
        const script = compilePainless(source, { maxSteps: 5_000_000 });
        const start = performance.now();
        assert.throws(() => script.execute({}), isBound);
        // Nothing that takes hours takes seconds; twenty are for a machine that does other things as well.
        assert.ok(performance.now() - start < 20_000);
      });
    }
  }
});

Deno.test("execute() leaves the bound of work where no script catches it", { permissions: "none" }, () => {
  const script = compilePainless(`${TEXTS} try { for (int i = 0; i < 999990; i++) { if (s == t) n++; } }
    catch (Exception e) { return 'caught' }`);
  assert.throws(() => script.execute({}), isBound);
});

Deno.test("execute() counts what was scanned, not what might have been", { permissions: "none" }, () => {
  const script = compilePainless(`${TEXTS} for (int i = 0; i < 999990; i++) {
    if (s.indexOf('ba', i) > 0 && s.compareTo(upper) > 0 && s.charAt(i) == (char) 'a' && b.charAt(i) == (char) 'a') n++;
  }
  return n + s.splitOnToken('a').length`);
  assert.equal(script.execute({}), 499_995 + 524_289);
});

function isBound(error: unknown): boolean {
  return error instanceof PainlessRuntimeError && error.unsupported &&
    /which is a bound of the rehearsal$/.test(error.message);
}

const BIG = "123456789012345678901234567890";

Deno.test("execute() prints and compares numbers of more than 64 bits", { permissions: "none" }, async (t) => {
  // As a server of 7.10.2 answers.
  const expected = {
    "ctx.big.toString()": BIG,
    "'' + ctx.big": BIG,
    "String.valueOf(ctx.big)": BIG,
    "ctx.big.hashCode()": 1915528825,
    "ctx.big == ctx.same": true,
    "ctx.big != ctx.same": false,
    "ctx.big.equals(ctx.same)": true,
    "ctx.big.equals(5)": false,
    "ctx.big == null": false,
    "ctx.big == 'x'": false,
    "ctx.big instanceof Number": true,
    "ctx.big instanceof Comparable": true,
    "ctx.big instanceof Long": false,
    "[ctx.big].contains(ctx.same)": true,
    "Number n = ctx.big; return n.toString()": BIG,
  };
  for (const [source, value] of Object.entries(expected)) {
    await t.step(source, () => assert.equal(compilePainless(source).execute({ ctx: withBig() }), value));
  }
});

Deno.test("execute() refuses to compute with numbers of more than 64 bits", { permissions: "none" }, async (t) => {
  const sources = [
    ..."+ - * / % & | ^ << >> >>> < <= > >=".split(" ").map((operator) => `ctx.big ${operator} 3`),
    ..."+ - * / % & | ^ << >> >>> < <= > >=".split(" ").map((operator) => `3 ${operator} ctx.big`),
    "ctx.big == 5",
    "ctx.big === ctx.same",
    "-ctx.big",
    "~ctx.big",
    "ctx.big++",
    "ctx.big += 1",
    "(int) ctx.big",
    "(double) ctx.big",
    "(Long) ctx.big",
    "long x = ctx.big;",
    "boolean x = ctx.big;",
    "[1, 2][ctx.big]",
    "ctx.big.intValue()",
    "ctx.big.doubleValue()",
    "ctx.big.bitLength()",
    "ctx.big.lowestSetBit",
    "ctx.big.add(ctx.big)",
    "ctx.big.compareTo(ctx.same)",
    "Number n = ctx.big; n.longValue()",
    "Number n = ctx.big; n.floatValue()",
    "Comparable c = ctx.big; c.compareTo(c)",
    "Math.abs(ctx.big)",
    "Collections.max([ctx.big, ctx.same])",
    "[ctx.big].sum()",
    "String.format('%d', new def[] {ctx.big})",
  ];
  for (const source of sources) {
    await t.step(source, () => {
      const script = compilePainless(
        `try { ${source.includes(";") ? source : `def r = ${source}`} } catch (Exception e) {}`,
      );
      assert.throws(
        () => script.execute({ ctx: withBig() }),
        (error) =>
          error instanceof PainlessRuntimeError && error.unsupported &&
          /A number of more than 64 bits in a script is not supported by the rehearsal/.test(error.message),
      );
    });
  }
});

function withBig(): JavaHashMap {
  const ctx = new JavaHashMap();
  ctx.set("big", new JavaBigInteger(BigInt(BIG)));
  ctx.set("same", new JavaBigInteger(BigInt(BIG)));
  return ctx;
}
