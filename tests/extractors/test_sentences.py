"""Sentence bounds in news. A bar stands where a sentence begins; blank lines and line ends are part of the text."""

import pytest
import spacy
from spacy.tokens import Doc

import realpolitik.extractors.sentences  # noqa: F401
from realpolitik.extractors.tokenizer import adapt_tokenizer


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    nlp.add_pipe("realpolitik_sentences")
    return nlp


def marked(doc):
    return "".join(("|" if token.i and token.is_sent_start else "") + token.text_with_ws for token in doc)


CASES = {
    "plain": [
        "Russia left the council. |NATO did not comment.",
        "Who fired first? |Nobody knows.",
        "Ceasefire now! |The crowd marched on.",
        "It ended. |3,000 troops went home.",
        "It ended. |“We are glad,” he said.",
        'It ended. |"We are glad," he said.',
        "The vote failed. |(It had failed before.) |Talks go on.",
        "He resigned (see above). |She stayed.",
        "The talks failed.The envoy left.".replace(".The", ".|The"),
        "One sentence only",
        "One sentence with a stop.",
        "They met in 2014. |In 2015 they met again.",
        "What now?! |Nobody answered.",
        "No!! |They refused.",
        "He asked why. |$5 billion had vanished.",
        "It works. |#Brexit is trending.",
        "Aid arrived. |@POTUS thanked them.",
    ],
    "titles": [
        "Mr. Putin met Ms. Merkel. |They talked.",
        "Lt. Gen. Ben Hodges warned of delays.",
        "Sen. John McCain visited Kyiv.",
        "Gov. Ron DeSantis and Rep. Nancy Pelosi disagreed.",
        "Dr. Hans Blix led the team.",
        "The order came from Gen. Qassem Soleimani himself.",
        "Maj. Gen. Igor Konashenkov denied it. |Kyiv insisted.",
        "Col. Muammar Gaddafi spoke for an hour.",
        "Prof. John Mearsheimer blames the West.",
        "Sgt. Maj. Daniel Dailey and Capt. Brett Crozier were there.",
        "Adm. James Stavridis commanded NATO forces.",
        "Rev. Jesse Jackson flew to Belgrade.",
        "Mrs. Thatcher refused. |Mr. Reagan agreed.",
        "Messrs. Lavrov and Kerry shook hands.",
        "St. Petersburg hosted the forum.",
        "They met in St. Petersburg. |Nothing was signed.",
        "Ft. Bragg and Mt. Hermon are far apart.",
    ],
    "numbers": [
        "The al-Qaida No. 2 was killed.",
        "The meeting at No. 10 Downing Street ended.",
        "Resolution No. 1973 was adopted. |Russia abstained.",
        "See Art. 5 of the treaty.",
        "Nos. 3 and 4 were shut down.",
        "The figure is 3.5 percent. |It was 2.1 percent.",
        "It rose to 1.2 million. |The UN was alarmed.",
        "The answer was No. |They left.",
        "As shown in Fig. 3 the front moved.",
        "It cost $4.5 bn. in total.",
    ],
    "places and initialisms": [
        "The U.S. Senate voted on Monday.",
        "The U.S. and Russia met in Geneva.",
        "Russia accused the U.S. of meddling.",
        "He returned to the U.S. |The trial began.",
        "He lives in the U.K. |She moved to France.",
        "The U.N. Security Council met. |It was divided.",
        "He works at the U.N. |His wife does not.",
        "The envoy flew to Washington, D.C. |He met officials there.",
        "The U.S. President spoke.",
        "U.S. Secretary of State Mike Pompeo arrived.",
        "U.S. forces left. |U.S. diplomats stayed.",
        "The U.S.-led coalition struck Raqqa.",
        "He left the U.S. |In 2014 he came back.",
        "The U.A.E. Foreign Ministry protested.",
        "The U.S. (AP) report was wrong.",
        "Aid came from the U.S., the U.K. and Canada.",
        "Do you trust the U.S.? |We do not.",
        "He hates the U.S.! |She does too.",
    ],
    "initials": [
        "George W. Bush invaded Iraq.",
        "George H. W. Bush met Gorbachev.",
        "John F. Kennedy was in Berlin. |He spoke.",
        "J. D. Vance was in Munich.",
        "The law of R. A. Butler stood.",
        "Franklin D. Roosevelt met Stalin. |Churchill came too.",
        "They chose plan B. |It failed.",
        "Samuel L. Jackson Jr. was there.",
        "Martin Luther King Jr. spoke there. |He won.",
    ],
    "times and dates": [
        "The talks began at 9 a.m. on Monday.",
        "The talks began at 9 a.m. |They ended at noon.",
        "The strike came at 5 p.m. local time.",
        "It ended at 11 p.m. EST on Friday.",
        "It ended at 10 p.m. Monday.",
        "He came on Jan. 6 and left on Feb. 2.",
        "The war began on Sept. 1, 1939. |It lasted six years.",
        "In Dec. 2018 Trump ordered a withdrawal.",
        "The deal dates from Nov. 1995 and still holds.",
        "They met on Mon. 5 May.",
        "Between Oct. and Dec. the lira fell.",
        "It started at 7:30PM. |Nobody left.",
    ],
    "companies and latin": [
        "Lockheed Martin Corp. won the order.",
        "Huawei Technologies Co. Ltd. denied spying.",
        "Gazprom Inc. and Naftogaz Ltd. settled.",
        "He sold it to Acme Inc. |The price was low.",
        "Tanks, guns, etc. were sent.",
        "They sent tanks, guns, etc. |NATO approved.",
        "Some states, e.g. Poland, objected.",
        "Others, i.e. Hungary and Slovakia, abstained.",
        "It was Iran vs. Iraq again.",
        "The case of Croatia v. Serbia ended.",
        "Smith et al. Found nothing.".replace("Found", "found"),
        "The study (cf. Walt 1987) was cited.",
    ],
    "quotations": [
        "“We will not yield,” Zelensky said. |He then left.",
        "“We will not yield.” |The crowd cheered.",
        '"We will not yield." |The crowd cheered.',
        "“Why now?” Grushko asked.",
        '"Why now?" Mr. Grushko asked.',
        "“Stop!” shouted the guard.",
        "“Stop the war!” Pope Francis said on Sunday.",
        "“Is it over?” |The room fell silent.",
        "He said: “It is over.” |She agreed.",
        "He said it was ‘over.’ |She agreed.",
        "“It is over. |We won,” he said.",
        "‘Never again,’ they wrote. |They meant it.",
        "«Nous sommes prêts,» Macron said. |He smiled.",
        "“The U.S. is our enemy,” he said. |“We know it.”",
        "He called it “a farce.” |“I am out,” he added.",
        "It was, he said, “the end.” |Then he wept.",
        "Asked about NATO (“What is it for?”), he shrugged.",
        "“We won!” he said. |“We lost!” she said.",
        "“Russia is back...” |The line went dead.",
        "“Yes.” |“No.” |They argued on.",
    ],
    "datelines and bylines": [
        "MOSCOW (Reuters) — |Russia left the treaty. |NATO replied.",
        "MOSCOW, April 15 (Reuters) - |Russia left the treaty.",
        "WASHINGTON (AP) — |The U.S. imposed sanctions.",
        "KYIV, Ukraine (AP) — |Shelling resumed on Sunday. |Two died.",
        "BEIJING — |China warned Taiwan.",
        "GENEVA, Oct. 3 — |Talks began.",
        "NATO - the Western alliance - met.",
        'HARARE, Zimbabwe -- |"We won," he said.',
        "Russia Leaves Treaty\n\n|By Anna Petrova\n\n|MOSCOW — |Russia left the treaty.",
        "Russia Leaves Treaty\n|By Anna Petrova\n|MOSCOW — |Russia left the treaty.",
        "April 15, 2019\n\n|Russia has stopped all cooperation with NATO.",
        "NATO, Russia in new row\n\n|BRUSSELS – |NATO protested. |Russia did not.",
        "Reporting by Tom Balmforth; editing by Alison Williams\n\n|Our Standards",
    ],
    "lines and lists": [
        "First paragraph\n\n|Second paragraph",
        "First paragraph.\n\n|second paragraph in lower case",
        "First.\r\n\r\n|Second.",
        "The text goes on over\nthe end of a line. |It stops here.",
        "The treaty covers:\n|- missiles\n|- bombers",
        "Points\n|• Russia withdrew.\n|• NATO stayed.",
        "1. Stop the shelling.\n|2. Withdraw the guns.",
        "1. Stop the shelling. |2. Withdraw the guns.",
        "a. Exchange of prisoners\n|b. Ceasefire",
        "Headline without a stop\n|The text begins here. |It ends here.",
        "A line of text that was broken because it had grown long enough to be\nWrapped at the margin. |End.",
        "Q: Will you sign?\n|A: We shall see.",
        "   Leading space is kept. |So it is.",
        "Tables\n\n\n|More",
    ],
    "ellipses and dashes": [
        "He paused... and went on.",
        "He paused... |Then he went on.",
        "He paused… and went on.",
        "He paused… |Then he went on.",
        "“I... I do not know,” she said.".replace("I... I", "we... we"),
        "The deal — if it is one — holds. |For now.",
        "Peace - at last. |Nobody believed it.",
        "“Well . . . ” he said.".replace(" . . . ", "... "),
        "They want one thing: peace. |They will not get it.",
        "They came; they saw; they left. |Nothing changed.",
    ],
    "brackets, notes, addresses": [
        "The base was shut.[1] |It reopened in 2010.[2]",
        "The base was shut. [1] |It reopened in 2010.",
        "(The base was shut.) |It reopened.",
        "He won (again). |She lost.",
        "See https://www.nato.int/cps/en/index.htm for more. |It is long.",
        "Write to press@example.org. |Do not call.",
        "Yahoo! Inc. filed a claim.",
        "He read it on Spiegel.de. |It was wrong.",
        "Version 2.0 failed. |Version 3.1 held.",
        "Great news :) |We won.",
        "Great news! 😀 |We won.",
        "The Jan. 6 panel met [sic]. |It adjourned.",
    ],
    "headline case and capitals": [
        "RUSSIA LEAVES TREATY. |NATO PROTESTS.",
        "U.S. SENATE VOTES. |HOUSE FOLLOWS.",
        "MR. PUTIN SPOKE. |HE LEFT.".replace("MR.", "Mr."),
        "russia left the treaty. |Nato protested.",
        "World War II. |The Cold War followed.",
        "Pope John Paul II. came to Poland.",
    ],
}


@pytest.mark.parametrize("text", [case for cases in CASES.values() for case in cases])
def test_sentences_begin_at_the_bars(nlp, text):
    assert marked(nlp(text.replace("|", ""))) == text


def test_sentences_keep_preset_bounds(nlp):
    doc = Doc(nlp.vocab, ["One", ".", "Two", "."], sent_starts=[True, False, False, False])
    assert len(list(nlp.get_pipe("realpolitik_sentences")(doc).sents)) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "😀", ".", "...", '"', "a" * 5000, "No. " * 500, "\u2029", "\x00"])
def test_sentences_survive_odd_text(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    if len(doc):
        assert sum(len(sent) for sent in doc.sents) == len(doc)


def test_sentences_of_a_long_document_are_read_in_linear_time(nlp):
    doc = nlp.make_doc("Russia warned NATO. " * 3000)
    assert len(list(nlp.get_pipe("realpolitik_sentences")(doc).sents)) == 3000
