#include "base/base.h"
#include "comments/person.h"

/* What begins what people call themselves, and no firm. */
static const char articles[] =
    "a an the un une le la les el los il lo der die das ein eine de het een um "
    "uma o old ex former retired young your angry another just ehemaliger "
    "ancien ancienne antiguo antigua vecino vecina";

/* Nor has a firm one of these. */
static const char people[] =
    "guy girl man woman lady mum mom mother dad father fan reader student "
    "teacher governor secretary frau herr mr mrs ms madame monsieur señora "
    "señor dona signora training retired";

bool
person_is(const struct pieces *name)
{
	for (size_t i = 0; i < name->n; i++)
		if (pieces_is_one_of(name, i, people))
			return true;
	return pieces_is_one_of(name, 0, articles);
}
