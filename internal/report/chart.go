package report

import (
	"fmt"
	"strings"
)

// Ratings run from 0 (worst) to 10 (best): schema/entry.json.
const topRating = 10

// sparkline shows each rating as one sign, ▁ for 0 to █ for 10.
func sparkline(series []int) string {
	signs := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, v := range series {
		v = min(max(v, 0), topRating)
		b.WriteRune(signs[(v*(len(signs)-1)*2+topRating)/(2*topRating)])
	}
	return b.String()
}

// trend returns ratings as "3 > 5 ▃▄▅"; "" for none.
func trend(series []int) string {
	switch n := len(series); n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("%d  %s", series[0], sparkline(series))
	default:
		return fmt.Sprintf("%d > %d  %s", series[0], series[n-1], sparkline(series))
	}
}

// words returns the chart in words, for people who cannot see it.
func (c *chart) words() string {
	var parts []string
	for _, pt := range c.Points {
		parts = append(parts, fmt.Sprintf("%s: %d", pt.When, pt.Value))
	}
	out := strings.Join(parts, "; ")
	if c.HasTarget {
		out += fmt.Sprintf("; target: %d", c.Target)
	}
	return out
}

func (c *chart) series() []int {
	var out []int
	for _, pt := range c.Points {
		out = append(out, pt.Value)
	}
	return out
}

// The chart's measures in user units of its SVG.
const (
	chartLeft, chartRight = 28, 410 // the target's name is at the right
	chartTop, chartBottom = 20, 120
)

// mark is one point of the chart as drawn.
type mark struct {
	X, Y  int
	Value int
	When  string
	Edge  string // text-anchor that keeps the label inside
}

// Marks returns the points, evenly spaced.
func (c *chart) Marks() []mark {
	out := make([]mark, len(c.Points))
	step := 0
	if len(c.Points) > 1 {
		step = (chartRight - chartLeft - 24) / (len(c.Points) - 1)
	}
	for i, pt := range c.Points {
		edge := "middle"
		if i == 0 {
			edge = "start"
		}
		out[i] = mark{X: chartLeft + 12 + i*step, Y: height(pt.Value), Value: pt.Value,
			When: pt.When, Edge: edge}
	}
	if n := len(out); n > 1 {
		out[n-1].Edge = "end"
	}
	return out
}

// Line returns the path through the points.
func (c *chart) Line() string {
	var parts []string
	for _, m := range c.Marks() {
		parts = append(parts, fmt.Sprintf("%d,%d", m.X, m.Y))
	}
	return strings.Join(parts, " ")
}

// TargetY returns the height of the target's line.
func (c *chart) TargetY() int { return height(c.Target) }

// Words returns the chart's alternative text.
func (c *chart) Words() string { return plain(c.words()) }

// Ends returns the first and the last day, for the labels under the chart. The labels between would
// overlap.
func (c *chart) Ends() []mark {
	all := c.Marks()
	if len(all) < 2 {
		return all
	}
	return []mark{all[0], all[len(all)-1]}
}

func height(rating int) int {
	rating = min(max(rating, 0), topRating)
	return chartBottom - rating*(chartBottom-chartTop)/topRating
}
