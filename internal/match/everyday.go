package match

// everyday reports whether a word has a capital letter for another reason than being a name:
// languages, feasts, countries, words of forms, and first words of sentences.
func everyday(w string) bool { return everydayWords()[w] }

// institution reports whether a word ends the name of a place, a school, an office or a club.
func institution(w string) bool { return institutionWords()[w] }

// Tables of words, which are never written to.
var (
	everydayWords = setOf(`
	about apr aug dec feb jul jun mar nov oct sep sept act action actions afghanistan africa african after again agenda albanian also
	although always america american android another any anything apologies arabic are as
	asia asian assessment attended bangladesh bangladeshi based be because been before being
	belfast bengali between bible birmingham bonfire boxing bristol britain british buddhist
	but call calls can cantonese cardiff catholic child's children's childrens china chinese
	christian christmas chronology concern concerns conference contact contacts could czech
	daily danish dari dear decision decisions did discord diwali do does done down during
	dutch duty each early easter edinburgh eid eight email england english europe european
	every everybody everyone everything evidence facebook fact facts farsi finnish first
	five fortnite four france french german germany ghana glasgow god google greek gujarati
	gypsy had half halloween hanukkah has have hello here hers hi him hindi hindu how
	however hungarian hypothesis if india indian instagram internet into ipad iphone iran
	iraq ireland irish is islam italian italy its japanese jewish judgement judgment just
	key kingdom korean kurdish last late later latvian least leeds less letter lithuanian
	liverpool london looked manchester mandarin many may meeting meetings might mine
	minecraft minutes monday's more most much muslim must need netflix never next nigeria
	nigerian nine nintendo no norwegian not note notes nothing now off ok once one only onto
	opinion other others ours out outcome outcomes over pakistan pakistani pashto plan plans
	playstation please poland polish portuguese present protection protestant punjabi quran
	ramadan reception referral report reports review reviews risk risks roblox roma romania
	romanian russia russian safeguarding scotland scottish second section seven shall
	sheffield should sikh since six skype slovak snapchat so somali somalia some something
	spain spanish stage still strategy summary swedish syria tamil ten term test thank
	thanks that then there these third this those three tiktok today together tomorrow
	tonight traveller turkey turkish two ukraine ukrainian under up urdu valentine
	advised agreed arranged asked ask assured brought called collected confirmed contacted
	cooked discussed drew dropped encouraged explained fetched followed found gave give heard
	helped informed introduced invited kept left let listened looks made meet met noted
	observed offered opened phone phoned picked played praised promised put ran rang
	received recorded reminded replied ring sat saw say said see seen sent shared showed
	shown signed sits spoke spoken stayed supported swam talk talked text texted thanked told
	took visit visited waited walked wants watched went wrote
	feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat
	day days denmark insurance national passport
	vietnamese view views voice wales was welsh were what whatsapp when where which while
	why will within without words working would xbox year years yes yesterday yet your yours
	youtube zoom`)
	institutionWords = setOf(`
	academy families agency airport association authority avenue bank beach board borough bridge
	brownies bus cafe camp center centre charity church cinema city clinic close club
	college company council county court crescent cubs department district drive fc forum
	foundation gardens green group grove guides hall hill hospital hotel house hub island
	lake lane library limited line ltd market mews mosque museum nursery office panel park
	partnership place plc practice preschool primary program programme project pub region
	river road rovers row scheme school scouts secondary service services shop society
	square station store stores street supermarket surgery synagogue team temple terrace
	theatre town train trust unit united university walk way`)
)
