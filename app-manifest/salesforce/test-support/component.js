import { createElement } from 'lwc';

/** Puts a component on the page with these properties. */
export const open = (name, constructor, properties) => {
  const element = createElement(name, { is: constructor });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element;
};

/** Takes every component off the page. */
export const closeAll = () => document.body.replaceChildren();

/** Lets promises and the renderings that they cause come to an end. */
export const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    // eslint-disable-next-line no-await-in-loop
    await Promise.resolve();
  }
};

/** What a component draws itself, then what it was given to draw in its slots. */
const childrenOf = (node) => [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes];

/** Every element below, through all shadow roots, in reading order, that fits the selector. */
export const findAll = (node, selector) =>
  childrenOf(node).flatMap((child) => [
    ...(child.nodeType === Node.ELEMENT_NODE && child.matches(selector) ? [child] : []),
    ...findAll(child, selector),
  ]);

export const find = (node, selector) => findAll(node, selector)[0] ?? null;

/** All the words below, through all shadow roots, in reading order; of a base component its label or title. */
export const wordsOf = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  const own = [node.label, node.title, node.alternativeText].filter((text) => typeof text === 'string' && text !== '');
  return [...own, ...childrenOf(node).map(wordsOf)].join(' ').replace(/\s+/g, ' ').trim();
};
