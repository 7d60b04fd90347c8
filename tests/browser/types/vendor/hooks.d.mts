export { useCallback, useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";

/** Of an element: it is there whenever an effect or a listener of what was drawn uses it. */
export function useRef<T>(initial: null): { current: T };
export function useRef<T>(initial: T): { current: T };
