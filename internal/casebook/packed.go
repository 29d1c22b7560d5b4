package casebook

import (
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
)

// Rows are stored packed: the fields of plain data one after the other, without their names. One
// page reads ten thousand rows, for which JSON takes five times as long. unpack reads only what
// this program wrote: a digest in the index says so, and layoutOf is part of the versions that a
// row holds for.

// pack appends plain data: strings, numbers, lists, maps, pointers and structs of these. A type
// that marshals itself is packed as its text.
func pack(out []byte, v reflect.Value) ([]byte, error) {
	if words, own, err := wordsOf(v); own {
		return append(binary.AppendUvarint(out, uint64(len(words))), words...), err
	}
	switch v.Kind() {
	case reflect.String:
		return append(binary.AppendUvarint(out, uint64(v.Len())), v.String()...), nil
	case reflect.Bool:
		if v.Bool() {
			return append(out, 1), nil
		}
		return append(out, 0), nil
	case reflect.Int, reflect.Int64:
		return binary.AppendVarint(out, v.Int()), nil
	case reflect.Struct:
		if at, ok := v.Interface().(time.Time); ok {
			return packTime(out, at), nil
		}
		return packAll(out, v.NumField(), v.Field)
	case reflect.Pointer:
		if v.IsNil() {
			return append(out, 0), nil
		}
		return pack(append(out, 1), v.Elem())
	case reflect.Slice:
		if v.IsNil() {
			return append(out, 0), nil
		}
		return packAll(binary.AppendUvarint(out, uint64(v.Len())+1), v.Len(), v.Index)
	case reflect.Map:
		return packMap(out, v)
	case reflect.Interface:
		return packAny(out, v.Interface())
	}
	return out, fmt.Errorf("%w: %s can't be packed", errStored, v.Type())
}

// packAny appends the index of a value's type in anyTypes, then the value.
func packAny(out []byte, value any) ([]byte, error) {
	kind := slices.IndexFunc(anyTypes, func(t reflect.Type) bool {
		return t == reflect.TypeOf(value)
	})
	if kind < 0 {
		return out, fmt.Errorf("%w: a %T can't be packed", errStored, value)
	}
	return pack(binary.AppendUvarint(out, uint64(kind)), reflect.ValueOf(value))
}

func packAll(out []byte, n int, at func(int) reflect.Value) (_ []byte, err error) {
	for i := 0; i < n && err == nil; i++ {
		out, err = pack(out, at(i))
	}
	return out, err
}

func packMap(out []byte, v reflect.Value) (_ []byte, err error) {
	if v.IsNil() {
		return append(out, 0), nil
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		return strings.Compare(a.String(), b.String())
	})
	out = binary.AppendUvarint(out, uint64(len(keys))+1)
	for _, k := range keys {
		if out, err = pack(out, k); err == nil {
			out, err = pack(out, v.MapIndex(k))
		}
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// packTime appends an instant and its offset from UTC.
func packTime(out []byte, at time.Time) []byte {
	if at.IsZero() {
		return append(out, 0)
	}
	_, offset := at.Zone()
	out = binary.AppendVarint(append(out, 1), at.Unix())
	out = binary.AppendUvarint(out, uint64(at.Nanosecond()))
	return binary.AppendVarint(out, int64(offset))
}

// wordsOf returns the text or JSON of a value that marshals itself. A record.Date does not need it.
func wordsOf(v reflect.Value) (words []byte, own bool, err error) {
	if !hasWords(v.Type()) {
		return nil, false, nil
	}
	p := reflect.New(v.Type()) // a value of a map has no address
	p.Elem().Set(v)
	switch t := p.Interface().(type) {
	case encoding.TextMarshaler:
		words, err = t.MarshalText()
	case json.Marshaler:
		words, err = t.MarshalJSON()
	}
	return words, true, err
}

// hasWords reports whether a type marshals itself.
func hasWords(t reflect.Type) bool {
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() ||
		t == reflect.TypeFor[record.Date]() {
		return false
	}
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) ||
		p.Implements(reflect.TypeFor[json.Unmarshaler]())
}

// unpacker reads packed data. Its strings are parts of the whole, and are not copied.
type unpacker struct {
	rest string
	err  error
}

// packed returns plain data in its stored form.
func packed(of any) ([]byte, error) { return pack(nil, reflect.ValueOf(of).Elem()) }

// unpack reads what packed wrote of a type with the same layout.
func unpack(data string, into any) error {
	return planOf(reflect.TypeOf(into).Elem()).unpack(data, into)
}

func (u *unpacker) fail() { u.rest, u.err = "", errStored }

func (u *unpacker) uvarint() uint64 {
	var n uint64
	for i := 0; i < len(u.rest) && i < binary.MaxVarintLen64; i++ {
		b := u.rest[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			u.rest = u.rest[i+1:]
			return n
		}
	}
	u.fail()
	return 0
}

func (u *unpacker) varint() int64 {
	n := u.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

func (u *unpacker) text() string {
	n := u.uvarint()
	if n > uint64(len(u.rest)) {
		u.fail()
		return ""
	}
	s := u.rest[:n]
	u.rest = u.rest[n:]
	return s
}

// count returns the length of a list or map. none is set for a nil one.
func (u *unpacker) count() (n int, none bool) {
	more := u.uvarint()
	if more > uint64(len(u.rest))+1 { // each element takes at least a byte
		u.fail()
		return 0, true
	}
	return int(more) - 1, more == 0
}

func (u *unpacker) words(v reflect.Value) {
	words := u.text()
	var err error
	switch t := v.Addr().Interface().(type) {
	case encoding.TextUnmarshaler:
		err = t.UnmarshalText([]byte(words))
	case json.Unmarshaler:
		err = t.UnmarshalJSON([]byte(words))
	}
	if err != nil {
		u.fail()
	}
}

func (u *unpacker) time() time.Time {
	if u.uvarint() == 0 {
		return time.Time{}
	}
	seconds, nanos, offset := u.varint(), u.uvarint(), u.varint()
	at := time.Unix(seconds, int64(nanos%1e9)).UTC()
	if offset != 0 {
		at = at.In(time.FixedZone("", int(offset)))
	}
	return at
}

// layoutOf returns a digest over a type: its fields, all types in it, and how each is packed.
func layoutOf(t reflect.Type) string {
	var out strings.Builder
	seen := map[reflect.Type]bool{}
	var tell func(t reflect.Type)
	tell = func(t reflect.Type) {
		fmt.Fprintf(&out, "%s %s %t(", t, t.Kind(), hasWords(t))
		defer out.WriteString(")")
		if seen[t] || hasWords(t) {
			return
		}
		seen[t] = true
		switch t.Kind() {
		case reflect.Struct:
			for i := range t.NumField() {
				out.WriteString(t.Field(i).Name + " ")
				tell(t.Field(i).Type)
			}
		case reflect.Map:
			tell(t.Key())
			tell(t.Elem())
		case reflect.Slice, reflect.Pointer:
			tell(t.Elem())
		}
	}
	tell(t)
	sum := sha256.Sum256([]byte(out.String()))
	return hex.EncodeToString(sum[:8])
}
