// Whether what is written can be read, and what is needed can be reached. Each function is sent to the page as text, so it uses
// nothing from outside itself.

/** An element for a message: what it is, and how it begins. */
interface Found {
  what: string;
  problem: string;
}

/**
 * Text that a person cannot read whole: it sticks out of the painted shape that it stands on, or of the page's sides, or it is cut
 * off by an element that hides what is too much.
 */
export function cutTexts(): Found[] {
  const found: Found[] = [];
  const tolerance = 1.5;
  const isPainted = (element: Element) => {
    const { backgroundColor, backgroundImage, borderTopStyle } = getComputedStyle(element);
    return !/rgba\(.*, 0\)|transparent/.test(backgroundColor) || backgroundImage !== 'none' || borderTopStyle !== 'none';
  };
  const called = (element: Element, text: string) =>
    `${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? `.${element.className.trim().replace(/\s+/g, '.')}` : ''} “${text.trim().slice(0, 40)}”`;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    const text = node.nodeValue ?? '';
    if (!parent || !text.trim() || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (parent.closest('script, style, noscript, option, title')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    // Words for screen readers only stand in a box of one pixel.
    const isUnseen =
      boxes.length === 0 || [parent, parent.parentElement].some((one) => one && one.clientWidth <= 1 && one.clientHeight <= 1);
    if (isUnseen) continue;
    let shape: Element | null = parent;
    while (shape && shape !== document.body && !isPainted(shape)) shape = shape.parentElement;
    for (const box of boxes) {
      const what = called(parent, text);
      if (box.left < -tolerance || box.right > innerWidth + tolerance) {
        found.push({ what, problem: `sticks out of the page: ${Math.round(box.left)} to ${Math.round(box.right)} of ${innerWidth}` });
        break;
      }
      const around = shape && shape !== document.body ? shape.getBoundingClientRect() : null;
      if (
        around &&
        (box.left < around.left - tolerance ||
          box.right > around.right + tolerance ||
          box.top < around.top - box.height / 4 ||
          // What is scrolled out of a shape that scrolls is not cut.
          (box.bottom > around.bottom + box.height / 4 && shape!.scrollHeight <= shape!.clientHeight + tolerance))
      ) {
        found.push({ what, problem: `sticks out of ${called(shape!, '')}` });
        break;
      }
    }
    for (let one: Element | null = parent; one && one !== document.body; one = one.parentElement) {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(one);
      const hides = /hidden|clip/.test(overflowX) && one.scrollWidth > one.clientWidth + tolerance;
      const hidesBelow = /hidden|clip/.test(overflowY) && one.scrollHeight > one.clientHeight + tolerance;
      if ((hides && textOverflow !== 'ellipsis') || hidesBelow) {
        const edge = one.getBoundingClientRect();
        const cut = boxes.some(
          (box) => box.right > edge.right + tolerance || box.left < edge.left - tolerance || box.bottom > edge.bottom + box.height / 4,
        );
        if (cut) found.push({ what: called(parent, text), problem: `is cut off by ${called(one, '')}` });
      }
    }
  }
  return found;
}

/** Whether the element can be brought whole into the window by scrolling. */
export function reachable(element: Element): boolean {
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
}
