// The types of the vendored file, from the package that it was taken from.
export * from "preact";
