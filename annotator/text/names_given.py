"""First names that tell a he from a she: some of many cultures; names that both bear are left out."""

from annotator.text.wordlist import words

MALE = words(
    """
    aaron abdul abdullah abraham adam adolf adrian ahmad ahmed akira alan albert aleksandar aleksandr
    alejandro alessandro alexander alexei alexey alfonso alfred ali alistair allan allen alvaro amir
    anders andre andreas andrei andres andrew andriy anthony anton antonio antony arjun arnold arthur
    artur arturo ashok barack barry bashar ben benedict benjamin benny bernard bernd bernie bill bob
    boris brad brendan brett brian bruce bruno bryan carl carlo carlos charles chester christian
    christoph christophe christopher chuck clarence claudio claus clive colin cyril damian daniel dario
    darren dave david dennis derek devin dick diego dieter dimitri dirk dmitri dmitry dmytro dominic don
    donald doug douglas duncan dwight ed edgar eduardo edward edwin elijah emeric emil emilio emmanuel
    enrico enrique eric erik ernest ernesto ernst eugene evgeny fabian felipe felix ferdinand fernando
    fidel filip francesco francisco frank franz fred frederick friedrich fritz gabriel gareth gary
    geoffrey george gerald gerard gerhard giorgio giovanni giuseppe glenn gordon graham greg gregory
    guillermo gustav guy hamid hans harold harry hasan hassan heinrich helmut henri henry herbert
    hiroshi horst howard hugh hugo hussein ian ibrahim igor ilya imran isaac ismail ivan ivo jack jacob
    jacques jaime jair jakob james jamie jan jared jason javier jean jeff jeffrey jens jeremy jerome
    jerry jim jimmy joachim joao joe joel johan johann johannes john johnny jon jonas jonathan jordi
    jorge jose josef joseph joshua juan julian julio julius jürgen justin karim karl kazuo keith ken
    kenji kenneth kenny kevin khalid klaus kofi konrad konstantin kurt kyle lars lawrence lech lee len
    leo leon leonard leonid lewis liam lindsey lionel lloyd lorenzo louis luca lucas ludwig luis lukas
    luke lukasz mahmoud manfred manuel marcel marcin marco marcos marcus mario marius mark markus martin
    mateusz matteo matthew matthias maurice max maxim mehmet michael michal michel miguel mike mikhail
    miles milos mitch mohamed mohammad mohammed muhammad murray mustafa narendra nathan ned neil nelson
    nicholas nick nicolas nigel nikita nikolai noah norman olaf oleg oleksandr oliver olivier omar
    orlando oscar oskar otto owen pablo paolo pascal patrick paul pavel pavlo pedro pete peter petr
    petro phil philip philippe pierre piet pieter piotr radek rafael rajiv ralph ramon raul ray raymond
    recep reinhard rene ricardo richard rick robert roberto rodrigo roger roland roman ron ronald ross
    roy rudolf rudy rupert russell ryan salman salvador sam samir samuel saul scott sean sebastian serge
    sergei sergey sergio shane shinzo sigmar silvio simon slobodan stanley stefan stephen steve steven
    stuart sven tariq ted terrence terry theodor theodore thierry thomas tim timothy tobias todd tom
    tomas tommy tony trevor umar uwe vaclav valery vernon victor viktor vincent vitaly vlad vladimir
    volker volodymyr walter warren wayne werner wilhelm will william willy winston wolfgang xavier
    yasser yevgeny yitzhak yuri yusuf zoran zbigniew
    """
)
FEMALE = words(
    """
    abigail ada adele agnes agnieszka aisha alena alexandra alice alicia alison amanda amelia amina amy
    ana anastasia andrzejka angela angelina anita anke ann anna annalena anne annette annie antonia anya
    april ariana astrid audrey aung barbara beata beatrice beatriz becky benazir bernadette beth betsy
    betty birgit brenda bridget brigitte britta camilla carla carmen carol carolina caroline carolyn
    catherine cathy cecilia celia chantal charlotte cheryl chiara christina christine cindy clara
    claudia colette condoleezza connie corazon cristina cynthia daniela deborah debra delia denise diana
    diane dilma dolores donna dora doris dorothy edith eileen elaine eleanor elena elisabeth elise eliza
    elizabeth ella ellen elsa emily emma erica erika erna esther eva eve evelyn fatima federica fiona
    florence frances francesca francoise frauke frida gabriela gail gemma georgia geraldine gertrude
    gina ginni giorgia giulia gloria golda grace greta gretchen gwen hanna hannah harriet hazel heather
    heidi helen helena helga henrietta hilary hilda hillary hope ida ilse indira inga ingrid irena irene
    irina iris isabel isabella isla ivana ivanka ivy jacinda jackie jacqueline jana jane janet janice
    jasmine jean-anne jeanne jenna jennifer jenny jessica jill joan joanna joanne jodie josephine joy
    joyce juanita judith judy julia juliana julie juliet june kaja kamala karen karin karolina kate
    katerina katharina katherine kathleen kathryn kathy katja katrin katy kellyanne kirsten klara
    kristen kristina laura lauren laurie layla leah leila lena leonora leticia leyla lily linda lisa
    lise liz liza lois loretta lorraine louise lucia lucy ludmila luisa lydia lynn madeleine magdalena
    maggie maia malala mara marcia margaret margarita margot margrethe maria mariam marian marianne
    marie marilyn marina marine marion marissa marjorie marlene marta martha martina mary maryam matilda
    maureen maya megan melania melanie melinda melissa mercedes meryl mia michelle mildred mimi mina
    miriam moira molly mona monica monika muriel nadia nadine nancy naomi natalia natalie natasha nelly
    nicola nicole nikki nina noor nora olena olga olivia olympia oprah paige pamela patricia patty paula
    pauline peggy penelope penny petra phoebe phyllis pilar priscilla priti priya rachel ramona raquel
    rebecca regina renate rita roberta ros rosa rosalind rose rosemary roxana ruth sabine sabrina sally
    samantha sandra sanna sara sarah selma sheila shirley sigrid sigrun silvia simone sofia sonia sonja
    sophia sophie stella stephanie sue susan susanna susanne suzanne svetlana sylvia sylvie tamara tania
    tanya tara tatiana tatjana teresa tessa theresa tilda tina toni tracy ulrike urszula ursula
    valentina valerie vanessa vera verena veronica victoria viktoria viola violet virginia vivian
    viviane wanda wendy wilma winnie xenia yasmin yolanda yulia yvette yvonne zainab zara zoe zsuzsanna
    zuzana
    """
)


def gender_by_name(given: str) -> str:
    """ "m", "f" or "" by a first name in lower case."""
    if given in MALE:
        return "m"
    return "f" if given in FEMALE else ""
