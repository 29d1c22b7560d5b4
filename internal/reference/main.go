package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/cli"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/reference FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1], cli.Commands()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write writes all pages into a folder. It removes the man pages of commands that no longer exist.
func write(folder string, root *cobra.Command) error {
	pages := filepath.Join(folder, "man")
	if err := os.RemoveAll(pages); err != nil {
		return err
	}
	if err := os.MkdirAll(pages, 0o755); err != nil {
		return err
	}
	all := visible(root)
	for _, cmd := range all {
		file := filepath.Join(pages, pageName(cmd)+".1")
		if err := os.WriteFile(file, []byte(manPage(cmd)), 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(folder, "reference.md"), []byte(markdown(all)), 0o644)
}

// visible returns a command and all commands below it that help shows.
func visible(cmd *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{cmd}
	for _, below := range cmd.Commands() {
		if !below.Hidden && below.Name() != "help" {
			all = append(all, visible(below)...)
		}
	}
	return all
}

// pageName returns the name of a command's man page: casefile-sar-open.
func pageName(cmd *cobra.Command) string {
	return strings.ReplaceAll(cmd.CommandPath(), " ", "-")
}

// about returns the long help text of a command, or else its short one.
func about(cmd *cobra.Command) string {
	if cmd.Long != "" {
		return cmd.Long
	}
	return cmd.Short + "."
}

// part is a paragraph, or lines that stay unchanged.
type part struct {
	lines []string
	asIs  bool
}

// parts splits a help text.
func parts(text string) (out []part) {
	for block := range strings.SplitSeq(text, "\n\n") {
		for line := range strings.SplitSeq(strings.Trim(block, "\n"), "\n") {
			asIs := strings.HasPrefix(line, " ")
			if n := len(out); n > 0 && out[n-1].asIs == asIs && len(out[n-1].lines) > 0 {
				out[n-1].lines = append(out[n-1].lines, line)
				continue
			}
			out = append(out, part{lines: []string{line}, asIs: asIs})
		}
		out = append(out, part{}) // the next block is another part
	}
	return out
}
