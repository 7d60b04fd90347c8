// Plain line drawings of 24 × 24 units, decoration only: what shows one has a name in words.
import { h } from "../vendor/preact.mjs";

const PATHS = {
  add: "M12 5v14M5 12h14",
  answer: "M9 8 4 13l5 5M4 13h10a6 6 0 0 0 6-6",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  check: "m5 12 5 5 9-10",
  close: "m6 6 12 12M18 6 6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  document: "M7 3h7l4 4v14H7zM14 3v4h4",
  down: "M12 5v14M6 13l6 6 6-6",
  film: "M4 5h16v14H4zM10 9l5 3-5 3z",
  flow: "M4 7h10M4 12h6M4 17h8m4-2 4 4m0-4-4 4",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5M12 8v.01",
  link: "M14 4h6v6M20 4l-9 9M18 14v5H5V6h5",
  list: "M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01",
  location: "M12 21s7-6.2 7-11a7 7 0 1 0-14 0c0 4.8 7 11 7 11ZM12 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z",
  menu: "M12 5v.01M12 12v.01M12 19v.01",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM5 20c0-3.500 3-6 7-6s7 2.500 7 6",
  phone: "M6 3h4l2 5-2.500 2a12 12 0 0 0 5 5L17 12.500l5 2v4c0 1-1 2-2 2C11 20.500 3.500 13 3.500 5c0-1 1-2 2.500-2Z",
  play: "M8 5v14l11-7z",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.500 14.500a4.500 4.500 0 0 0 7 0M9 9.500v.01M15 9.500v.01",
  sound: "M5 10v4M9 6v12M13 9v6M17 4v16M21 10v4",
  trace: "M8 7h12l-3-3M16 17H4l3 3",
  warning: "M12 4 2.500 20h19zM12 10v4M12 17v.01",
};

/** @typedef {keyof typeof PATHS} Name */

/** @param {{name: Name}} props */
export function Icon({ name }) {
  return h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "i" }, h("path", { d: PATHS[name] }));
}
