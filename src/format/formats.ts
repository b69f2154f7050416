/** How `--check` prints what it finds. */
export const formats = ['text', 'json', 'sarif', 'github', 'junit'] as const;

export type Format = (typeof formats)[number];

/** What `report` prints. */
export const reportFormats = ['table', 'markdown', 'html', 'json'] as const;

export type ReportFormat = (typeof reportFormats)[number];
