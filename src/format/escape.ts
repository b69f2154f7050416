import { printable } from '../result/line.ts';

// Names come from manifests, and manifests from anyone: in Markdown and HTML they are text and nothing else.

/** Text in HTML, also in an attribute in double quotes. */
export const escapeHtml = (text: string): string => printable(text).replaceAll(/[&<>"']/g, entity);

/** A sentence in HTML, what stands in backticks as code. */
export const htmlText = (text: string): string =>
  text
    .split(/(`[^`]+`)/)
    .map((part, at) =>
      at % 2 === 1 ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : escapeHtml(part),
    )
    .join('');

/**
 * A name in Markdown, as code: neither a mention, nor a reference, nor the end of a table's cell.
 * Backticks cannot hold a `|` in a table in a way that all readers take alike, hence `<code>` for the unusual.
 */
export const markdownCode = (text: string, most = 120): string => {
  const shown = clip(printable(text), most);
  return SAFE.test(shown)
    ? `\`${shown}\``
    : `<code>${shown.replaceAll(/[^A-Za-z0-9 ]/gu, entity)}</code>`;
};

/** A sentence in Markdown, what stands in backticks as code. */
export const markdownText = (text: string, most = 400): string =>
  clip(printable(text), most)
    .split(/(`[^`]+`)/)
    .map((part, at) => (at % 2 === 1 ? markdownCode(part.slice(1, -1), most) : prose(part)))
    .join('');

/** The two ends of a text that is too long. */
export const clip = (text: string, most: number): string => {
  const chars = Array.from(text);
  if (chars.length <= most) return text;
  const back = Math.floor((most - 1) / 3);
  return `${chars.slice(0, most - 1 - back).join('')}…${chars.slice(chars.length - back).join('')}`;
};

/** No blank at an end, which code would lose. */
const SAFE = /^(?! )[\w./ (),:\u2192\u00d7=+%'\u2013\u2026-]+(?<! )$/;

const entity = (char: string): string => `&#${char.codePointAt(0) ?? 0};`;

/** Words that GitHub or GitLab make a mention, a reference or a link of, in the rendered text too, but not in code. */
const LINKS = /[@#]|:\/\/|www\.|GH-\d/i;

const prose = (text: string): string =>
  text
    .split(/( )/)
    .map((word) =>
      LINKS.test(word)
        ? markdownCode(word, word.length)
        : word.replaceAll(/[&<>|\\`*_~[$]/g, entity),
    )
    .join('');
