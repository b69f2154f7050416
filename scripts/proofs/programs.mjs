// What the containers run: commands of coreutils, and Perl where a system call is needed that they do not make.
import { ownCharge } from './cgroup.mjs';

export const fill = (file = 'fill') => `dd if=/dev/zero of=/dev/shm/${file} bs=1M`;
/** Memory of a process. @param {number} count in Mi */
export const own = (count) => `dd if=/dev/zero of=/dev/null bs=${count}M count=1`;
export const used = 'du -B1 /dev/shm/fill';
export const charged = `cat ${ownCharge}`;
/** @param {string} file */
export const signal = (file) => `touch /dev/shm/${file}`;
/** @param {string} file */
export const awaits = (file) =>
  `for i in $(seq 200); do [ -e /dev/shm/${file} ] && exit; sleep 0.05; done; exit 1`;

/** @param {number} user @param {string} command */
export const as = (user, command) => `setpriv --reuid ${user} --clear-groups ${command}`;

// mmap is a system call that Perl has no function for; its number is that of the architecture.
const mmap = process.arch === 'arm64' ? 222 : 9;
export const map = `truncate -s 200M /dev/shm/fill; exec perl -e '
  open(F, "+<", "/dev/shm/fill"); my $at = syscall(${mmap}, 0, 200 << 20, 3, 1, fileno(F), 0);
  unpack("P1", pack("Q", $at + 4096 * $_)) for 0 .. 51199'`;

/** @param {number} count in Mi */
export const systemV = (count) => `exec perl -e '
  my $id = shmget(0, ${count} << 20, 01600) // die $!; my $page = "x" x (1 << 20);
  shmwrite($id, $page, $_ << 20, 1 << 20) for 0 .. ${count - 1}; shmctl($id, 0, 0)'`;
