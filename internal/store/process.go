package store

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"casefile/internal/aside"
)

// process is one running `git cat-file --batch-command --buffer`. It answers
// `contents ID` and `info ID` lines in order, after each `flush`.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *bytes.Buffer // to be read only after the process has ended
}

// died is a process that ended in the middle of its answers.
type died struct {
	code   int
	stderr string
}

func (d *died) Error() string {
	return fmt.Sprintf("git cat-file ended (exit %d): %s", d.code, d.stderr)
}

// Is recognises a failure of the machine.
func (d *died) Is(target error) bool {
	means := troubleIn(d.code, d.stderr)
	return means != nil && means == target
}

func startProcess(git program) (*process, error) {
	// Not bound to a caller's context: it serves later callers too.
	cmd := git.command(context.Background(), "cat-file", "--batch-command", "--buffer")
	p := &process{cmd: cmd, stderr: new(bytes.Buffer)}
	cmd.Stderr = p.stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.in, p.out = in, bufio.NewReaderSize(out, 64<<10)
	if err := cmd.Start(); err != nil {
		if none := notFound(err); none != nil {
			return nil, none
		}
		return nil, fmt.Errorf("starting git cat-file: %w", err)
	}
	return p, nil
}

// flushEvery is the number of requests after which git must answer: enough to
// hide the round trip, few enough that git holds little in memory.
const flushEvery = 256

// begin asks for the objects, side by side with their answers where there are
// several. The channel gives the timer that will close the input.
func (p *process) begin(want ask, ids []string) <-chan *time.Timer {
	hurry := make(chan *time.Timer, 1)
	ask := func() {
		p.ask(want, ids)
		hurry <- time.AfterFunc(patience, func() { _ = p.in.Close() })
	}
	if len(ids) == 1 { // fits any pipe
		ask()
	} else {
		aside.Go(ask)
	}
	return hurry
}

// ask writes a request for each id. It may block until answers are read.
func (p *process) ask(want ask, ids []string) {
	question := "contents "
	if want == info {
		question = "info "
	}
	w := bufio.NewWriter(p.in)
	for i, id := range ids {
		w.WriteString(question + id + "\n")
		if (i+1)%flushEvery == 0 || i+1 == len(ids) {
			w.WriteString("flush\n")
			// A failure means that the process died; the reader sees that.
			if w.Flush() != nil {
				return
			}
		}
	}
}

// answer reads one answer; its kind is "" when the object is missing.
func (p *process) answer(want ask, id string) (a answer, err error) {
	line, err := p.out.ReadString('\n')
	if err != nil {
		return answer{}, err
	}
	fields := strings.Fields(line)
	if len(fields) == 2 && fields[0] == id && fields[1] == "missing" {
		return answer{}, nil
	}
	if len(fields) != 3 || fields[0] != id {
		return answer{}, fmt.Errorf("git cat-file answered %q for %s", line, id)
	}
	a.kind = fields[1]
	a.size, err = strconv.ParseInt(fields[2], 10, 64)
	if err != nil || a.size < 0 {
		return answer{}, fmt.Errorf("git cat-file answered %q for %s", line, id)
	}
	if want == info {
		return a, nil
	}
	if err := want.judge(id, a); err != nil {
		return answer{}, fmt.Errorf("%w, and was different a moment ago", err)
	}
	if want.to != nil {
		a.sum, err = want.to.all(a, p.out)
	} else {
		a.data = make([]byte, a.size)
		_, err = io.ReadFull(p.out, a.data)
	}
	if err != nil {
		return answer{}, err
	}
	_, err = p.out.Discard(1) // the line feed after the content
	return a, err
}

// kill stops the process at once; end must follow.
func (p *process) kill() { _ = p.cmd.Process.Kill() }

// parting is the time that an idle process may take to end.
const parting = 5 * time.Second

// end waits for the process and says how it ended. Where its input could not be closed, it
// would wait for ever.
func (p *process) end() *died {
	_ = p.in.Close()
	late := time.AfterFunc(parting, p.kill)
	_ = p.cmd.Wait()
	late.Stop()
	return &died{p.cmd.ProcessState.ExitCode(), strings.TrimSpace(p.stderr.String())}
}
