package match

import "slices"

// shortened returns the ways in which people shorten a first name of small letters: its beginning,
// with or without an ending (Dan, Danny, Danni of Dana), and the usual ones that begin in another
// way (Peggy of Margaret). Words that everybody uses are left out.
func shortened(name string) []string {
	var out []string
	letters := []rune(name)
	for n := leastShort; n < len(letters); n++ {
		begun := string(letters[:n])
		twice := begun + string(letters[n-1])
		out = append(out, begun, begun+"y", begun+"ie", begun+"i", begun+"s", twice+"y", twice+"ie",
			twice+"i")
	}
	out = slices.DeleteFunc(out, func(w string) bool {
		return common(w) || everyday(w) || ordinary(w)
	})
	for _, alike := range nicknames() {
		if slices.Contains(alike, name) {
			out = append(out, alike...)
		}
	}
	return slices.DeleteFunc(out, func(w string) bool { return w == name })
}

// leastShort is the least number of letters of a name's beginning that may stand for it.
const leastShort = 3

// nicknames has first names and their short names that begin in another way, a line each. The table
// is never written to.
var nicknames = linesOf(`
	william bill billy willy liam
	robert bob bobby
	richard dick dickie
	margaret peggy maggie meg greta daisy
	elizabeth liz lizzie betty beth bess libby eliza elsie
	catherine katherine kathryn kate katie cathy kathy kitty kay
	james jim jimmy jamie
	john jack johnny jon
	edward ted teddy ned eddie
	henry harry hal
	anthony tony
	mary polly molly
	charles charlie chuck
	dorothy dot dolly
	sarah sally sadie
	francis frances frank fran
	alexander alexandra sandy sasha lex xander
	patrick paddy
	patricia trish tricia
	helen eleanor ellen nell nellie
	ann anne nancy
	michael mick mike mikey
	theresa teresa tess
	christopher kit
	mohammed muhammad mohamed mo
	isabella isabel bella izzy
	margarita rita
	antonia toni
	joseph joe
	jose pepe
	francisco paco
	katarzyna kasia
	malgorzata gosia
	aleksandra ola
	jakub kuba
	lukasz luke
	aleksander olek
	giuseppe beppe
	dmitri dima
	mikhail misha
	ekaterina katya
	hannah hanna ann`)
