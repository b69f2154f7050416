import { glob } from '../select/glob.ts';

/** What `make` gives, made when it is first asked for: tables are not compiled where nobody needs them. */
export const once = <A>(make: () => A): (() => A) => {
  const made: A[] = [];
  return () => {
    const [first] = made;
    if (first !== undefined) return first;
    const value = make();
    made.push(value);
    return value;
  };
};

/** An expression that finds one of the texts, which most of what it is asked about has none of. */
export const anyOf = (texts: readonly string[], flags = ''): RegExp => {
  const shortest = texts.filter(
    (text) => !texts.some((other) => other !== text && text.includes(other)),
  );
  const escaped = [...new Set(shortest)].map((text) =>
    text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(escaped.join('|'), flags);
};

/** The longest part of a glob that stands for itself. */
export const literalOf = (pattern: string): string =>
  pattern
    .split(/[*?]/)
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '');

/** An image without its tag and digest, in lower case. */
export const nameOf = (image: string): string => {
  const digest = image.indexOf('@');
  const name = digest < 0 ? image : image.slice(0, digest);
  const tag = name.indexOf(':', name.lastIndexOf('/') + 1);
  return (tag < 0 ? name : name.slice(0, tag)).toLowerCase();
};

/** The last segments of a name: `vllm/vllm-openai` of `registry.example/mirror/vllm/vllm-openai`. */
export const tailOf = (name: string, segments: number): string => {
  let from = name.length;
  for (let left = segments; left > 0 && from >= 0; left--) from = name.lastIndexOf('/', from - 1);
  return name.slice(from + 1);
};

/** A glob over names of images, ready to be asked often. */
export interface ImageGlob {
  readonly segments: number;
  readonly fits: (tail: string) => boolean;
}

export const imageGlob = (pattern: string): ImageGlob => ({
  segments: pattern.split('/').length,
  fits: glob(pattern.toLowerCase()),
});

/** What of an image's name a glob matches; none where it does not. */
export const matchedBy = ({ segments, fits }: ImageGlob, name: string): string | undefined => {
  const tail = tailOf(name, segments);
  return fits(tail) ? tail : undefined;
};
