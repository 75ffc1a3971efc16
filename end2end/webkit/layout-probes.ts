// Whether what is written can be read, and what is needed can be reached. Each function is sent to the page as text, so it uses
// nothing from outside itself.

/**
 * Texts and controls that a person does not see whole, in words: they stick out of the painted shape that they stand on, round
 * corners and all, or of the page's sides, or something hides a part of them.
 */
export function cutParts(): string[] {
  const tolerance = 1.5;
  const found = new Set<string>();
  const css = (element: Element) => getComputedStyle(element);
  const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  /** Words for screen readers only. */
  const isUnseen = (element: Element) => {
    for (let one: Element | null = element; one; one = one.parentElement) if (css(one).clipPath !== 'none') return true;
    return false;
  };
  const isPainted = (element: Element) => {
    const { backgroundColor, backgroundImage } = css(element);
    return !/rgba\(.*, 0\)|transparent/.test(backgroundColor) || backgroundImage !== 'none';
  };
  const nameOf = (element: Element) => {
    const classes = typeof element.className === 'string' ? element.className.trim().replace(/\s+/g, '.') : '';
    return `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}${classes ? `.${classes}` : ''}`;
  };
  /** What surrounds the element on all sides, as one sees it. */
  const shapeOf = (element: Element | null) => {
    let shape = element;
    while (shape && shape !== document.body && !isPainted(shape)) shape = shape.parentElement;
    return shape === document.body ? null : shape;
  };
  /** How far the corner of a box is outside the rounded corner of its shape. */
  const outside = (box: DOMRect, shape: Element) => {
    const around = shape.getBoundingClientRect();
    const styles = css(shape);
    const radii = [
      styles.borderTopLeftRadius,
      styles.borderTopRightRadius,
      styles.borderBottomRightRadius,
      styles.borderBottomLeftRadius,
    ].map((radius) => (radius.includes('%') ? (Number.parseFloat(radius) / 100) * around.width : Number.parseFloat(radius)));
    // Radii that do not fit are made smaller together (CSS Backgrounds section 4.5).
    const [a = 0, b = 0, c = 0, d = 0] = radii;
    const fit = Math.min(1, around.width / (a + b), around.width / (c + d), around.height / (a + d), around.height / (b + c));
    const corners = [
      [around.left, around.top, 1, 1, box.left, box.top],
      [around.right, around.top, -1, 1, box.right, box.top],
      [around.right, around.bottom, -1, -1, box.right, box.bottom],
      [around.left, around.bottom, 1, -1, box.left, box.bottom],
    ];
    return Math.max(
      ...corners.map(([x = 0, y = 0, right = 0, down = 0, boxX = 0, boxY = 0], index) => {
        const radius = (radii[index] ?? 0) * fit;
        const across = radius - (boxX - x) * right;
        const along = radius - (boxY - y) * down;
        return across > 0 && along > 0 ? Math.hypot(across, along) - radius : Math.max(across, along) - radius;
      }),
    );
  };

  /** A control whose corners are round does not fill its box. */
  const drawn = (control: Element) => {
    const { x, y, width, height } = control.getBoundingClientRect();
    const radius = Math.min(Number.parseFloat(css(control).borderTopLeftRadius) || 0, width / 2, height / 2);
    const inset = radius * (1 - Math.SQRT1_2);
    return new DOMRect(x + inset, y + inset, width - 2 * inset, height - 2 * inset);
  };

  /** What is left of a box where words end in an ellipsis. */
  const shortened = (box: DOMRect, element: Element) => {
    let { left, right } = box;
    for (let one: Element | null = element; one; one = one.parentElement) {
      if (css(one).textOverflow !== 'ellipsis' || css(one).overflowX === 'visible') continue;
      const edge = one.getBoundingClientRect();
      [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
    }
    return new DOMRect(left, box.top, Math.max(0, right - left), box.height);
  };

  const look = (element: Element, boxes: DOMRect[], what: string) => {
    const shape = shapeOf(element.matches('button, a, select, input, summary') && boxes.length === 1 ? element.parentElement : element);
    // What is scrolled out of a shape that scrolls can be scrolled in again.
    const scrolls = shape && /auto|scroll/.test(css(shape).overflowY);
    for (const box of boxes) {
      if (box.left < -tolerance || box.right > innerWidth + tolerance) {
        found.add(`${what} sticks out of the page: ${Math.round(box.left)} to ${Math.round(box.right)} of ${innerWidth}`);
      }
      // A line of text is a little higher than its letters.
      const letters = new DOMRect(box.x, box.y + box.height / 4, box.width, box.height / 2);
      const far = shape && !scrolls ? outside(what.startsWith('text') ? letters : box, shape) : 0;
      if (shape && far > tolerance) found.add(`${what} sticks out of ${nameOf(shape)} by ${Math.round(far)}`);
      for (let one: Element | null = element; one && one !== document.body; one = one.parentElement) {
        const { overflowX, overflowY } = css(one);
        const edge = one.getBoundingClientRect();
        const across = /hidden|clip/.test(overflowX) && (letters.right > edge.right + tolerance || letters.left < edge.left - tolerance);
        const along = /hidden|clip/.test(overflowY) && (letters.bottom > edge.bottom + tolerance || letters.top < edge.top - tolerance);
        if (across || along) found.add(`${what} is cut off by ${nameOf(one)}`);
      }
    }
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const element = node.parentElement;
    const text = node.nodeValue?.trim() ?? '';
    if (!element || !text || element.closest('script, style, noscript, option') || !isShown(element) || isUnseen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].map((box) => shortened(box, element));
    look(element, boxes, `text “${text.slice(0, 40)}” in ${nameOf(element)}`);
  }
  for (const control of document.querySelectorAll('main button, main a, main select, main input')) {
    if (isShown(control) && !isUnseen(control)) look(control, [drawn(control)], `control ${nameOf(control)}`);
  }
  return [...found];
}

/** Brings each of these elements into the window, and gives those that cannot be seen whole there. */
export function unreachable(selector: string): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll(selector)) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const isInside = left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
    const onTop = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const isCovered = !onTop || !(element.contains(onTop) || onTop.contains(element));
    if (!isInside || isCovered) found.push(`${element.tagName.toLowerCase()} “${element.textContent?.trim() || element.id}”`);
  }
  return found;
}

/** Text twice as large, as by a style sheet of a person's own. */
export function enlargeText(): void {
  document.documentElement.style.fontSize = '200%';
}

/** How many parts are on their way to their places. What goes round and round has none. */
export function movingParts(): number {
  const ends = (animation: Animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY;
  return document.getAnimations().filter((animation) => animation.playState === 'running' && ends(animation)).length;
}
