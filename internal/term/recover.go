package term

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// recoverWithin is the time that vim has to read one swap file.
const recoverWithin = 10 * time.Second

// recovered returns the texts of swap files. vim removes its own at every ordinary end. One that is
// left belongs to a vim that was killed, lost its terminal, or still runs.
func (d editFolder) recovered(r runs) []Saved {
	var out []Saved
	for _, folder := range []string{d.swap(), d.dir} {
		list, _ := os.ReadDir(folder)
		for _, e := range list {
			path := filepath.Join(folder, e.Name())
			if !isSwap(path) {
				continue
			}
			text := d.recover(path, r)
			if text == nil {
				continue
			}
			s := Saved{Name: "swap file of vim", Text: text, Rescue: true}
			if d.isSwapOfText(e.Name()) {
				out = append([]Saved{s}, out...)
			} else {
				s.Rescue = false // of another text that was open in the same vim
				out = append(out, s)
			}
		}
	}
	return out
}

// isSwap recognises a swap file of vim or nvim by its first block: ":help swap-file". It opens only
// plain files, because reading a pipe or a terminal of that name would block.
func isSwap(path string) bool {
	info, err := os.Lstat(path)
	if e := filepath.Ext(path); err != nil || !info.Mode().IsRegular() ||
		len(e) != 4 || !strings.HasPrefix(e, ".s") {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 2)
	_, err = f.Read(head)
	return err == nil && string(head) == "b0"
}

// isSwapOfText reports whether a swap file is of the text: %run%casefile-1%note.md.swp,
// .note.md.swp.
func (d editFolder) isSwapOfText(name string) bool {
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	return stem == "."+d.name || strings.HasSuffix(stem, "%"+d.name)
}

// recover makes vim or nvim read a swap file; either reads the other's. The program reads no
// configuration, obeys no modeline, and writes nowhere else. Without either program it returns nil.
func (d editFolder) recover(swap string, r runs) []byte {
	programs := []string{"vim", "nvim", "vi"}
	if r.calls("nvim") {
		programs = []string{"nvim", "vim", "vi"}
	}
	for _, program := range programs {
		path, err := exec.LookPath(program)
		if err != nil {
			continue
		}
		if text, err := d.recoverBy(path, swap); err == nil {
			return text
		}
	}
	return nil
}

func (d editFolder) recoverBy(program, swap string) ([]byte, error) {
	ctx, stop := context.WithTimeout(context.Background(), recoverWithin)
	defer stop()
	out := d.control("recovered")
	defer os.Remove(out)
	cmd := exec.CommandContext(ctx, program, "-u", "NONE", "-i", "NONE", "-N", "-es",
		"--cmd", "set encoding=utf-8 nomodeline", "-r", swap,
		"-c", "set fileencoding= fileformat=unix", "-c", "write! "+vimPath(out), "-c", "qall!")
	cmd.Dir, cmd.WaitDelay = d.control("tmp"), pipeDelay
	cmd.Env = append(os.Environ(), "HOME="+d.control("tmp"), "TMPDIR="+d.control("tmp"),
		"XDG_CACHE_HOME="+d.control("tmp"), "XDG_STATE_HOME="+d.control("tmp"),
		"NVIM_LOG_FILE="+os.DevNull, "VIMINIT=", "EXINIT=")
	if err := cmd.Run(); err != nil {
		return nil, err
	}
	text, err := readUpTo(out)
	return bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), err
}
