"""Words that say nothing about a worry, in each language; a search leaves them out."""

from __future__ import annotations

from booking.offers.spelling import vocabulary

GERMAN = (
    "ich du er sie es wir ihr man mich mir dich dir uns euch ihn ihm ihnen mein meine meinen meiner meinem meines "
    "dein deine unser unsere sein seine ihre ihren und oder aber auch noch nur nicht kein keine keinen mehr sehr "
    "zu hoch hohe hohen viel viele alles etwas der die das den dem des ein eine einen einem einer bei mit für auf im in von vom zum "
    "zur an am aus nach über um ist sind war bin hat habe haben hatte kann kannst können will möchte muss müssen "
    "soll darf werde wird werden bekomme bekommen brauche brauchen suche wie was wo wer wann warum welche wenn dass "
    "weil helft bitte hallo danke"
)
ENGLISH = (
    "i you he she it we they me him her us them my your his our their mine the a an and or but not no too high very much "
    "many is are was am be been have has had do does did can could will would want need needs must should get got "
    "to of for in on at with from by about as if so this that these those there here what where who when why how "
    "which please hello thanks some any more"
)
UKRAINIAN = (
    "я ти він вона воно ми ви вони мене мені тебе тобі нам вам його її їх мій моя моє мої моєї мого нас вас та і й "
    "або але не ні дуже багато це цей ця ці той що як де хто коли чому який яка яке є був була бути маю має мають "
    "можу хочу треба потрібно потрібна потрібен у в на з із до від для про по за при чи щоб якщо "
    "допоможіть будь ласка дякую"
)
ARABIC = (
    "انا انت انتم هو هي نحن هم لي لك له لها لنا لكم عندي عندنا لدي لدينا في من الى على عن مع هذا هذه ذلك التي الذي "
    "ما ماذا كيف اين متى لماذا هل لا ليس غير جدا كثير كثيرا اريد احتاج نحتاج يجب ممكن او ثم كل بعض "
    "ساعدوني مرحبا شكرا فضلك"
)
TURKISH = (
    "ben sen o biz siz onlar bana sana ona bize size benim senin onun bizim sizin ve veya ya da de ama için ile bu "
    "şu bir çok az daha en gibi ne nasıl nerede kim neden niçin hangi var yok değil mi mı mu mü istiyorum lazım "
    "gerekiyor gerek olan oldu lütfen merhaba teşekkürler"
)

# They say little, but somebody may type nothing else.
UNCERTAIN = (
    "hilfe helfen thema termin beratung help topic appointment advice допомога допомогти тема зустріч консультація "
    "مساعدة موضوع موعد استشارة yardım konu randevu danışma danışmanlık"
)

FILLERS = vocabulary(f"{GERMAN} {ENGLISH} {UKRAINIAN} {ARABIC} {TURKISH}")
FAINT = vocabulary(UNCERTAIN)
