// The words of the shared modules. A page's own are in its `words.mjs`.
export const words = {
  none: "—",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  notCopied: "Not copied: the browser did not allow it",
  showAll: "Show all {count} characters",
  showMore: "Show {count} more",
  tooDeep: "nested too deeply to show; see it as sent",
  items: "{count} items",
  members: "{count} members",
  noAnswer: "The server did not answer. Is it still running?",
  status: "The server answered {status}.",
  theme: { auto: "Theme: system", light: "Theme: light", dark: "Theme: dark" },
};

/**
 * Puts values into a sentence: `fill("{count} items", {count: 3})`.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/** One sentence for one, another for all other counts; both may contain `{count}`. @param {number} count @param {string} one @param {string} many */
export const plural = (count, one, many) => fill(count === 1 ? one : many, { count });
