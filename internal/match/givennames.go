package match

// given reports whether a word is a usual first name in the United Kingdom, of any origin. At the
// beginning of a sentence such a word counts as a name. The table can't be complete, and need not
// be: within a sentence any word with a capital letter counts.
func given(w string) bool { return givenNames()[w] }

// GivenName reports whether a word is a usual first name.
func GivenName(word string) bool { return given(stem(Key(word))) }

// givenNames is never written to.
var givenNames = setOf(`
	aaron abbie abdul abdullah abigail adam adele adrian agnes ahmed aidan aisha alan albert
	alex alexander alexandra alfie alfred ali alice alicia alison amanda amara amber amelia
	amina amir amit amy ana anastasia andrea andrew andy angela angus anita ann anna anne
	annie anthony antonio anya archie ariana arjun arthur asha ashley astrid audrey ava
	ayesha barbara barry beatrice becky ben benjamin bernard beth bethany betty bilal billy
	bob bogdan bradley brandon brenda brian bridget bruce caitlin callum calum cameron carl
	carla carmen carol caroline carolyn catherine cathy cecilia charles charlie charlotte
	chelsea cheryl chloe chris christina christine christopher ciara claire clare colin
	connor conor craig crystal daisy damian dan dana daniel danielle danny daphne darren
	dave david dawn debbie deborah declan deepak denise dennis derek diana diane dominic
	donald donna doreen dorothy douglas duncan dylan eddie edith edward eileen elaine
	eleanor elena elijah elizabeth ella ellen ellie elliot eloise elsie emil emily emma eric
	erica erin esme esther ethan eva eve evelyn evie ewan ezra farah fatima fay faye felix
	femi fernando finlay fiona florence fran frances francesca francis frank fred freddie
	freya gabriel gareth gary gavin gemma geoff geoffrey george georgia gerald geraldine
	gillian gina giulia gloria gordon graham grzegorz gwen hamza hannah harold harriet harry
	hasan hassan hazel heather hector heidi helen helena henry hilary hugh hugo hussain ian
	ibrahim ida imogen imran ines ingrid irene iris isaac isabel isabella isla ismail ivan
	jackie jackson jacob jacqueline jade jake james jamie jan jane janet janice jasmine
	jason javier jay jayden jean jeff jeffrey jenna jennifer jenny jeremy jerome jess
	jessica jill jim jimmy joan joanna joanne joe joel john johnny jon jonathan jordan jose
	joseph josh joshua joyce juan judith judy julia julian julie karen karim karl kasia kate
	katherine kathleen kathryn katie kay kayleigh keith kelly kemi ken kenneth kerry kevin
	khalid kieran kim kirsty kofi kyle laila lara laura lauren lawrence layla leah leanne
	lee leila lena leo leon leonard lesley leslie lewis liam lily linda lisa liz lola lorna
	lorraine louis louise lucas lucia lucy luis luke lydia lynn maddie madison maisie
	malcolm malik marcia marcin marcus margaret maria mariam marian marie marilyn marina
	mario marion marta martha martin mary maryam mateusz matilda matthew maureen max maxine
	maya megan mehmet melanie melissa mia michael michaela michal michelle miguel mike mila
	mina miriam mohamed mohammad mohammed molly monica morgan muhammad mustafa nadia nancy
	naomi natalia natalie natasha nathan neil nia niamh nicholas nick nicola nicole nigel
	nina noah noel nora norman olga olive oliver olivia omar oscar owen pablo pamela
	patricia patrick paul paula pauline pawel pearl pedro peggy penelope pete peter phil
	philip phillip phoebe pierre piotr polly poppy priya rachael rachel rahul ralph raymond
	rebecca reece reggie rhys richard rita rob robert roger roland ron ronald rosa rosalind
	rosemary rosie ross roy ruby rupert russell ruth ryan sabrina sadie safia sally sam
	samantha samir samuel sandra sara sarah saskia scott sean sebastian selina shane shannon
	sharon shaun sheila shirley sian sidney silvia simon siobhan sofia sonia sophia sophie
	stacey stan stanislaw stella stephanie stephen steve steven stuart sue susan suzanne
	sven sylvia tamara tanya tara tariq ted terence teresa terry tess thea theo theresa
	thomas tia tilly tim timothy tina tobi toby todd tom tomasz tommy tony tracey tracy
	trevor tyler uma valerie vanessa vera veronica vicky victoria vijay vincent viola vivian
	wayne wendy wilfred william yasmin yusuf yvonne zac zach zachary zahra zainab zara zoe
	zofia`)

// alsoWord reports whether a first name is a word too, so that in small letters it names nobody.
func alsoWord(w string) bool { return alsoWords()[w] }

// alsoWords is never written to.
var alsoWords = setOf(`amber ava basil bob chelsea colin crystal daisy dan dawn dean don dot eve
	florence fran georgia ginger hazel heather ida iris jade jasmine jay jean jordan kay ken kit
	lance lily mari max mia mike mina mo nan nick olive pat pearl penny pete poppy ray rob robin rod
	sally sam sky stan ted tess theo tim toby tony tracey val will zoe`)
