// Runs a command once: its stdin is a pipe with a file in it, its stdout goes through a pipe into a file. Prints the
// milliseconds from its start to its end, those of processors, and its peak memory in KiB, as the kernel counts them.
// It is small, because the peak of a process begins with that of the one that started it.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Only what is no file goes through a pipe.
type reader struct{ io.Reader }
type writer struct{ io.Writer }

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(input, output string, command []string) error {
	in, err := os.Open(input)
	if err != nil {
		return err
	}
	out, err := os.Create(output)
	if err != nil {
		return err
	}
	child := exec.Command(command[0], command[1:]...)
	child.Stdin, child.Stdout, child.Stderr = reader{in}, writer{out}, os.Stderr
	start := time.Now()
	err = child.Run()
	wall := time.Since(start)
	if child.ProcessState == nil {
		return err
	}
	usage := child.ProcessState.SysUsage().(*syscall.Rusage)
	peak := usage.Maxrss
	if runtime.GOOS == "darwin" {
		peak /= 1024
	}
	cpu := child.ProcessState.UserTime() + child.ProcessState.SystemTime()
	fmt.Printf("%d %.3f %.3f %d\n", child.ProcessState.ExitCode(), milliseconds(wall), milliseconds(cpu), peak)
	return nil
}

func milliseconds(duration time.Duration) float64 {
	return float64(duration.Microseconds()) / 1000
}
