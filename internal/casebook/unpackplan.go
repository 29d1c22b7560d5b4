package casebook

import (
	"reflect"
	"sync"
	"time"

	"casefile/internal/duty"
	"casefile/internal/record"
)

// plan reads a packed value of one type. The parts of a type are looked up once, and not again for
// each of the ten thousand rows of a page.
type plan func(u *unpacker, v reflect.Value)

var (
	docketPlan = sync.OnceValue(func() plan { return planOf(reflect.TypeFor[record.Docket]()) })
	rowPlan    = sync.OnceValue(func() plan { return planOf(reflect.TypeFor[duty.Row]()) })
)

// unpack reads what packed wrote of the plan's type.
func (p plan) unpack(data string, into any) error {
	u := &unpacker{rest: data}
	p(u, reflect.ValueOf(into).Elem())
	if u.err == nil && u.rest != "" {
		u.err = errStored
	}
	return u.err
}

func planOf(t reflect.Type) plan { return planner{}.of(t) }

// planner has the plans made so far, as a type may contain itself.
type planner map[reflect.Type]*plan

func (made planner) of(t reflect.Type) plan {
	if p := made[t]; p != nil {
		return func(u *unpacker, v reflect.Value) { (*p)(u, v) }
	}
	p := new(plan)
	made[t] = p
	*p = made.build(t)
	return *p
}

func (made planner) build(t reflect.Type) plan {
	switch {
	case hasWords(t):
		return (*unpacker).words
	case t == reflect.TypeFor[time.Time]():
		return func(u *unpacker, v reflect.Value) { *v.Addr().Interface().(*time.Time) = u.time() }
	}
	switch t.Kind() {
	case reflect.String:
		return func(u *unpacker, v reflect.Value) { v.SetString(u.text()) }
	case reflect.Bool:
		return func(u *unpacker, v reflect.Value) { v.SetBool(u.uvarint() == 1) }
	case reflect.Int, reflect.Int64:
		return func(u *unpacker, v reflect.Value) { v.SetInt(u.varint()) }
	case reflect.Struct:
		return made.fields(t)
	case reflect.Pointer:
		return made.pointer(t)
	case reflect.Slice:
		return made.list(t)
	case reflect.Map:
		return made.mapped(t)
	case reflect.Interface:
		return made.oneOfAny()
	}
	return func(u *unpacker, _ reflect.Value) { u.fail() }
}

func (made planner) fields(t reflect.Type) plan {
	of := make([]plan, t.NumField())
	for i := range of {
		of[i] = made.of(t.Field(i).Type)
	}
	return func(u *unpacker, v reflect.Value) {
		for i, read := range of {
			read(u, v.Field(i))
		}
	}
}

func (made planner) pointer(t reflect.Type) plan {
	read := made.of(t.Elem())
	return func(u *unpacker, v reflect.Value) {
		if u.uvarint() == 1 {
			v.Set(reflect.New(t.Elem()))
			read(u, v.Elem())
		}
	}
}

func (made planner) list(t reflect.Type) plan {
	read := made.of(t.Elem())
	return func(u *unpacker, v reflect.Value) {
		n, none := u.count()
		if none {
			return
		}
		v.Set(reflect.MakeSlice(t, n, n))
		for i := 0; i < n && u.err == nil; i++ {
			read(u, v.Index(i))
		}
	}
}

// anyTypes are the types that the value of a field can have (record.Entry).
var anyTypes = []reflect.Type{reflect.TypeFor[string](), reflect.TypeFor[int64](),
	reflect.TypeFor[bool](), reflect.TypeFor[[]any](), reflect.TypeFor[map[string]any]()}

func (made planner) oneOfAny() plan {
	of := make([]plan, len(anyTypes))
	for i, t := range anyTypes {
		of[i] = made.of(t)
	}
	return func(u *unpacker, v reflect.Value) {
		kind := u.uvarint()
		if kind >= uint64(len(of)) {
			u.fail()
			return
		}
		value := reflect.New(anyTypes[kind]).Elem()
		of[kind](u, value)
		v.Set(value)
	}
}

func (made planner) mapped(t reflect.Type) plan {
	key, value := made.of(t.Key()), made.of(t.Elem())
	return func(u *unpacker, v reflect.Value) {
		n, none := u.count()
		if none {
			return
		}
		v.Set(reflect.MakeMapWithSize(t, n))
		for i := 0; i < n && u.err == nil; i++ {
			k, e := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			key(u, k)
			value(u, e)
			v.SetMapIndex(k, e)
		}
	}
}
