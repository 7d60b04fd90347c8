// The types of the vendored file, from the package that it was taken from. `h` is narrower than there: the properties of
// a component are checked, and children are whatever they are.
import type { Attributes, JSX, VNode } from "preact";

export { render } from "preact";

/** `aria-` takes any word: `String(true)` is one. */
type Loose<T> = T extends unknown ? Omit<T, `aria-${string}` | "ref"> : never;
type Properties<Tag extends keyof JSX.IntrinsicElements> =
  Loose<JSX.IntrinsicElements[Tag]> & { [name: `aria-${string}` | `data-${string}`]: string | undefined } & { ref?: { current: any } };

export function h<Tag extends keyof JSX.IntrinsicElements>(tag: Tag, props?: Properties<Tag> | null, ...children: unknown[]): VNode<any>;
export function h<P>(component: (props: P) => unknown, props?: (Attributes & Omit<P, "children">) | null, ...children: unknown[]): VNode<any>;
