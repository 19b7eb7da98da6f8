import assert from "node:assert/strict";
import { isThrowableClass, JavaException } from "./exception.ts";
import { JavaThrowable } from "./throwable.ts";

Deno.test("JavaException.of() gives one object for one throwable", { permissions: "none" }, () => {
  const thrown = new JavaThrowable("java.lang.NumberFormatException", "x");
  assert.equal(JavaException.of(thrown), JavaException.of(thrown));
  assert.notEqual(
    JavaException.of(thrown),
    JavaException.of(new JavaThrowable("java.lang.NumberFormatException", "x")),
  );
  assert.equal(JavaException.of(thrown).toText(), "java.lang.NumberFormatException: x");
});

Deno.test("isThrowableClass() knows Java's hierarchy", { permissions: "none" }, () => {
  const yes = [
    ["java.lang.NumberFormatException", "java.lang.IllegalArgumentException"],
    ["java.lang.StringIndexOutOfBoundsException", "java.lang.IndexOutOfBoundsException"],
    ["java.lang.ClassNotFoundException", "java.lang.Exception"],
    ["java.util.IllegalFormatFlagsException", "java.lang.IllegalArgumentException"],
    ["org.elasticsearch.ElasticsearchParseException", "java.lang.RuntimeException"],
    ["java.lang.StackOverflowError", "java.lang.Error"],
  ];
  const no = [
    ["java.lang.ClassNotFoundException", "java.lang.RuntimeException"],
    ["java.lang.StackOverflowError", "java.lang.Exception"],
    ["java.lang.IllegalArgumentException", "java.lang.NumberFormatException"],
  ];
  for (const [className = "", ancestor = ""] of yes) assert.ok(isThrowableClass(className, ancestor), className);
  for (const [className = "", ancestor = ""] of no) assert.ok(!isThrowableClass(className, ancestor), className);
});
