/** React as WordPress brings it; it is never bundled. */
export const { createElement, Fragment, createRoot, useCallback, useEffect, useRef, useState } = wp.element;
