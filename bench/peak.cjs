// Preloaded into a contender: at its end, writes its peak memory in KiB to the file that PEAK_FILE names. Not rusage's
// maxRSS, which begins with that of the process that started it.
const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs');

process.on('exit', () => {
  const [, peak = ''] = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  writeFileSync(process.env['PEAK_FILE'] ?? '', peak);
});
