package bench

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// Pair is a command of ours, and one of stock tools that does the same work.
type Pair struct {
	Name   string
	Target time.Duration // for the median of ours; 0 for none
	Ratio  float64       // stock by ours, at least; 0 for none
	Runs   int
	Ours   string
	Stock  string // "" where nothing compares
}

// dueCode is the exit code of `casefile retention check` when it found
// something.
const dueCode = 25

// Time runs the two alternately, so that both meet the same machine, after one
// run of each that does not count, and gives a line of the table.
func (p Pair) Time() (string, error) {
	var ours, stock []time.Duration
	for i := range p.Runs + 1 {
		a, err := once(p.Ours)
		if err != nil {
			return "", err
		}
		b, err := once(p.Stock)
		if err != nil {
			return "", err
		}
		if i > 0 {
			ours, stock = append(ours, a), append(stock, b)
		}
	}
	return p.line(ours, stock), nil
}

// once times one whole process.
func once(command string) (time.Duration, error) {
	words := strings.Fields(command)
	if len(words) == 0 {
		return 0, nil
	}
	var stderr bytes.Buffer
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stderr = &stderr
	begin := time.Now()
	err := cmd.Run()
	took := time.Since(begin)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == dueCode {
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", command, err, stderr.Bytes())
	}
	return took, err
}

func (p Pair) line(ours, stock []time.Duration) string {
	ratio, words := "", ""
	if p.Stock != "" {
		ratio, words = fmt.Sprintf("%.1f", median(stock).Seconds()/median(ours).Seconds()), spread(stock)
	}
	return fmt.Sprintf("%-44s %-24s %-24s %8s  %s", p.Name, spread(ours), words, ratio, p.verdict(median(ours), median(stock)))
}

func spread(times []time.Duration) string {
	ms := func(d time.Duration) float64 { return d.Seconds() * 1000 }
	return fmt.Sprintf("%.1f / %.1f / %.1f", ms(slices.Min(times)), ms(median(times)), ms(slices.Max(times)))
}

func median(times []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[len(sorted)/2]
}

// verdict says what was asked for, and whether it was kept.
func (p Pair) verdict(ours, stock time.Duration) string {
	var out []string
	say := func(kept bool, what string) {
		if !kept {
			what += " MISSED"
		}
		out = append(out, what)
	}
	if p.Target > 0 {
		say(ours <= p.Target, fmt.Sprintf("at most %v", p.Target))
	}
	if p.Ratio > 0 {
		say(stock.Seconds() >= p.Ratio*ours.Seconds(), fmt.Sprintf("ratio %g", p.Ratio))
	}
	return strings.Join(out, ", ")
}
