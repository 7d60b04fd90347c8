// Every word that a page shows is in its `words.mjs`, so that another language is another file like it: no other module has
// a text of its own in what it draws.
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";

const FOLDERS = ["../../crates/sandbox/page", "../../crates/server/console", "../../crates/web/shared"];
/** The properties that are read out or shown. */
const SHOWN = new Set(["aria-label", "title", "placeholder", "alt", "label"]);
const LETTER = /\p{L}/u;

/** The texts in what is drawn: through conditions, lists and templates, and not into what is called or looked up. */
function* texts(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) yield node;
  else if (ts.isTemplateExpression(node)) {
    yield node.head;
    for (const span of node.templateSpans) {
      yield span.literal;
      yield* texts(span.expression);
    }
  } else if (ts.isConditionalExpression(node)) {
    yield* texts(node.whenTrue);
    yield* texts(node.whenFalse);
  } else if (ts.isBinaryExpression(node) && !/^[=!<>]/.test(node.operatorToken.getText())) {
    yield* texts(node.left);
    yield* texts(node.right);
  } else if (ts.isArrayLiteralExpression(node)) {
    for (const element of node.elements) yield* texts(element);
  } else if (ts.isParenthesizedExpression(node) || ts.isArrowFunction(node)) {
    yield* texts(ts.isArrowFunction(node) ? node.body : node.expression);
  } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "map") {
    for (const argument of node.arguments) yield* texts(argument);
  }
}

/** The texts that the elements in a module have. */
function* drawn(node) {
  if (ts.isCallExpression(node) && node.expression.getText() === "h") {
    const [, properties, ...children] = node.arguments;
    for (const child of children) yield* texts(child);
    if (properties && ts.isObjectLiteralExpression(properties)) {
      for (const property of properties.properties) {
        const name = property.name && (ts.isStringLiteral(property.name) ? property.name.text : property.name.getText());
        if (ts.isPropertyAssignment(property) && SHOWN.has(name)) yield* texts(property.initializer);
      }
    }
  }
  for (const child of node.getChildren()) yield* drawn(child);
}

/** Where a module has words of its own. */
export function own(name, source) {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const found = [...drawn(file)].filter((text) => LETTER.test(text.text));
  return found.map((text) => `${name}:${file.getLineAndCharacterOfPosition(text.getStart()).line + 1}: ${JSON.stringify(text.text)} is not in words.mjs`);
}

// It finds what it is to find.
const sample = 'h("p", { title: x ? "One" : w.two, class: "three" }, w.four, y && [`${z} five`, h("b", null, "six")], all.map((a) => "seven"))';
const seen = own("sample", sample).length;
if (seen !== 4) throw new Error(`${seen} words are found in the sample, not 4`);

const found = FOLDERS.flatMap((folder) => {
  const modules = readdirSync(new URL(folder, import.meta.url)).filter((name) => name.endsWith(".mjs") && name !== "words.mjs");
  return modules.flatMap((name) => own(name, readFileSync(new URL(`${folder}/${name}`, import.meta.url), "utf8")));
});
if (found.length > 0) {
  console.log(found.join("\n"));
  process.exit(1);
}
