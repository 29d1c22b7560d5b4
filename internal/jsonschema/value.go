package jsonschema

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// mostExponent bounds the numbers that are computed with: a few characters can name a number that
// no memory holds.
const mostExponent = 1000

// rational returns the exact value of a number. It returns nil for other values, and for a number
// out of all bounds.
func rational(value any) *big.Rat {
	text := ""
	switch v := value.(type) {
	case json.Number:
		text = string(v)
	case float64, float32, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		text = fmt.Sprint(v)
	default:
		return nil
	}
	if _, exponent, is := strings.Cut(strings.ToLower(text), "e"); is {
		if n, err := strconv.Atoi(exponent); err != nil || n > mostExponent || n < -mostExponent {
			return nil
		}
	}
	n, _ := new(big.Rat).SetString(text)
	return n
}

// typeOf returns JSON's name for the type of a value.
func typeOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "number"
}

// canonical returns the same text for equal values, and different texts for different ones: 1 is
// 1.0, and a map has no order.
func canonical(value any) string {
	var b strings.Builder
	writeCanonical(&b, value)
	return b.String()
}

func writeCanonical(b *strings.Builder, value any) {
	switch v := value.(type) {
	case string:
		fmt.Fprintf(b, "s%d:%s", len(v), v)
	case []any:
		fmt.Fprintf(b, "[%d:", len(v))
		for _, item := range v {
			writeCanonical(b, item)
		}
	case map[string]any:
		fmt.Fprintf(b, "{%d:", len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			writeCanonical(b, key)
			writeCanonical(b, v[key])
		}
	case nil, bool:
		fmt.Fprintf(b, "%v;", v)
	default:
		if n := rational(v); n != nil {
			b.WriteString("n" + n.RatString() + ";")
			return
		}
		fmt.Fprintf(b, "?%v;", v)
	}
}

// texts returns the items of a list of texts. It reports false where one is no text, or comes
// twice.
func texts(value any) ([]string, bool) {
	items, is := value.([]any)
	out := make([]string, 0, len(items))
	seen := make(map[string]bool, len(items))
	for _, item := range items {
		text, plain := item.(string)
		if !plain || seen[text] {
			return nil, false
		}
		seen[text] = true
		out = append(out, text)
	}
	return out, is
}

// pointer returns steps as a JSON pointer.
func pointer(steps []string) string {
	var b strings.Builder
	for _, step := range steps {
		b.WriteByte('/')
		if strings.ContainsAny(step, "~/") { // rare, and a replacer is costly to make
			step = strings.NewReplacer("~", "~0", "/", "~1").Replace(step)
		}
		b.WriteString(step)
	}
	return b.String()
}

// Follow goes down a JSON pointer from a value as encoding/json decodes it; false where the path
// leads nowhere.
func Follow(at any, path string) (any, bool) {
	for _, step := range strings.Split(path, "/")[1:] {
		switch v := at.(type) {
		case map[string]any:
			if strings.ContainsRune(step, '~') { // rare, as in pointer
				step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
			}
			next, is := v[step]
			if !is {
				return nil, false
			}
			at = next
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n < 0 || n >= len(v) {
				return nil, false
			}
			at = v[n]
		default:
			return nil, false
		}
	}
	return at, true
}

// holds reports whether a number meets the limit of a keyword.
func holds(keyword string, n, limit *big.Rat) bool {
	switch keyword {
	case "minimum":
		return n.Cmp(limit) >= 0
	case "exclusiveMinimum":
		return n.Cmp(limit) > 0
	case "maximum":
		return n.Cmp(limit) <= 0
	case "exclusiveMaximum":
		return n.Cmp(limit) < 0
	}
	return new(big.Rat).Quo(n, limit).IsInt() // multipleOf
}
