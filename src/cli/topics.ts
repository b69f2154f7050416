/** What `inject-shm help` explains besides commands. */
export const topics = ['config', 'annotations', 'files', 'kinds', 'results', 'exit-codes'] as const;

export type Topic = (typeof topics)[number];
