package aside

import (
	"errors"
	"runtime"
	"strings"
	"testing"
)

// recovered returns the panic of work, as code that waits for it gets it.
func recovered(work func()) (told any) {
	defer func() { told = recover() }()
	work()
	return nil
}

func TestPanicComesToWhoWaits(t *testing.T) {
	breaks := func() { panic("words of a record") }
	for name, wait := range map[string]func(){
		"go":    func() { Go(breaks)() },
		"group": func() { var g Group; g.Go(func() {}); g.Go(breaks); g.Go(breaks); g.Wait() },
		"handed on": func() {
			Go(func() { Go(breaks)() })()
		},
	} {
		told := recovered(wait)
		p, ok := told.(*Panic)
		if !ok || p.Told != "words of a record" {
			t.Errorf("%s: %v", name, told)
			continue
		}
		if strings.Contains(p.Error(), "words") {
			t.Errorf("%s: the message tells the value: %s", name, p.Error())
		}
		if !names(p, "TestPanicComesToWhoWaits") {
			t.Errorf("%s: it does not say where it came up", name)
		}
	}
}

func names(p *Panic, function string) bool {
	frames := runtime.CallersFrames(p.Callers)
	for more := true; more; {
		var f runtime.Frame
		if f, more = frames.Next(); strings.Contains(f.Function, function) {
			return true
		}
	}
	return false
}

func TestErr(t *testing.T) {
	plain := errors.New("plain")
	if err := Err(func() error { return plain }); err != plain {
		t.Error(err)
	}
	if err := Err(func() error { return nil }); err != nil {
		t.Error(err)
	}
	err := Err(func() error { panic("words") })
	if _, ok := errors.AsType[*Panic](err); !ok {
		t.Error(err)
	}
}
