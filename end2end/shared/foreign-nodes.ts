// What extensions, translators and proxies do to a page that is not theirs. Each kind is named, and done inside the page.

/** Where a foreign node is put: a selector, and on which side of the element. */
const PLACES: Record<string, [string, InsertPosition]> = {
  'first in the body': ['body', 'afterbegin'],
  'last in the body': ['body', 'beforeend'],
  'first in the page': ['main', 'afterbegin'],
  'between parts of the page': ['main > .place', 'beforebegin'],
  'last in the page': ['main', 'beforeend'],
  'before the own video': ['[data-testid="local-video"]', 'beforebegin'],
  'after the own video': ['[data-testid="local-video"]', 'afterend'],
  "before the other's video": ['[data-testid="remote-video"]', 'beforebegin'],
  "after the other's video": ['[data-testid="remote-video"]', 'afterend'],
  'before the field': ['#room', 'beforebegin'],
  'after the field': ['#room', 'afterend'],
  'first in a paragraph': ['.panel p', 'afterbegin'],
};

const NODES = ['element', 'text', 'comment'] as const;

export interface Meddling {
  name: string;
  place?: [string, InsertPosition];
  node?: (typeof NODES)[number];
  /** What is done to the whole page instead. */
  whole?: 'no comments' | 'no blanks' | 'texts in font elements' | 'wrapped videos' | 'marked as translated';
}

export const MEDDLINGS: Meddling[] = [
  ...Object.entries(PLACES).flatMap(([where, place]) =>
    NODES.filter((node) => node !== 'comment' || /first|video/.test(where)).map((node) => ({ name: `${node} ${where}`, place, node })),
  ),
  ...(['no comments', 'no blanks', 'texts in font elements', 'wrapped videos', 'marked as translated'] as const).map((whole) => ({
    name: whole,
    whole,
  })),
];

declare global {
  interface Window {
    meddle: (what: Meddling) => void;
  }
}

/** Sent to the page as text, so it uses nothing from outside itself. With `early`, the page is changed before its program starts, and while it does. */
export function installMeddling(early: Meddling | null): void {
  const nodesOf = (kind: number): Node[] => {
    const walker = document.createTreeWalker(document.body, kind);
    const found: Node[] = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement?.closest('script, style, svg, font')) found.push(walker.currentNode);
    return found;
  };
  const insert = ([selector, where]: [string, InsertPosition], node: string) => {
    for (const element of document.querySelectorAll(selector)) {
      if (node === 'element') element.insertAdjacentHTML(where, '<div class="foreign"></div>');
      if (node === 'text') element.insertAdjacentText(where, '\n foreign \n');
      if (node === 'comment') element.insertAdjacentHTML(where, '<!-- foreign -->');
    }
  };
  const wholes = {
    'no comments': () => {
      for (const comment of nodesOf(NodeFilter.SHOW_COMMENT)) (comment as Comment).remove();
    },
    'no blanks': () => {
      for (const text of nodesOf(NodeFilter.SHOW_TEXT)) if (!text.nodeValue?.trim()) (text as Text).remove();
    },
    // As Chrome's translator does it.
    'texts in font elements': () => {
      for (const text of nodesOf(NodeFilter.SHOW_TEXT)) {
        if (!text.nodeValue?.trim()) continue;
        const outer = document.createElement('font');
        outer.append(document.createElement('font'));
        outer.firstElementChild?.append(text.nodeValue);
        (text as Text).replaceWith(outer);
      }
    },
    'wrapped videos': () => {
      for (const video of document.querySelectorAll('video')) {
        if (video.parentElement?.className === 'foreign') continue;
        const wrapper = document.createElement('div');
        wrapper.className = 'foreign';
        video.replaceWith(wrapper);
        wrapper.append(video);
      }
    },
    'marked as translated': () => {
      document.documentElement.classList.add('translated-ltr');
      document.documentElement.lang = 'eo';
      for (const element of document.querySelectorAll('main *')) element.setAttribute('data-foreign', '');
    },
  };
  window.meddle = ({ place, node, whole }) => {
    if (place && node) insert(place, node);
    if (whole) wholes[whole]();
  };
  if (!early) return;
  document.addEventListener('DOMContentLoaded', () => {
    window.meddle(early);
    // And while the program starts: in every change that it makes, some times.
    let times = 0;
    const observer = new MutationObserver(() => {
      if (++times > 5) observer.disconnect();
      else window.meddle(early);
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
}
