const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const labelName = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** A DNS-1123 label: the name of a container, a volume, a namespace. */
export const isDnsLabel = (text: string): boolean => text.length <= 63 && label.test(text);

/** A DNS-1123 subdomain, such as an API group that is not the core's. */
export const isSubdomain = (text: string): boolean =>
  text.length <= 253 && text.split('.').every((part) => isDnsLabel(part));

/** The name of a label: `name` or `example.com/name`. */
export const isLabelKey = (text: string): boolean => {
  const [name = '', prefix, ...more] = text.split('/').reverse();
  if (more.length > 0 || (prefix !== undefined && !isSubdomain(prefix))) return false;
  return name.length <= 63 && labelName.test(name);
};

export const isLabelValue = (text: string): boolean =>
  text === '' || (text.length <= 63 && labelName.test(text));

/** A kind; the API server asks for a DNS label but for the case of its letters. */
export const isKind = (text: string): boolean =>
  /^[A-Za-z]/.test(text) && isDnsLabel(text.toLowerCase());
