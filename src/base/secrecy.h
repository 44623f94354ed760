/*
 * secrecy.h - a process keeps its memory to itself
 *
 * Programs hold secrets: keys, passwords, what readers send.  arena_wipe() is for
 * those that are not needed any longer.
 */
#ifndef BASE_SECRECY_H
#define BASE_SECRECY_H

/*
 * From now on no core file is written of this process, and no other one of the
 * same user can read its memory, environment or descriptors, nor trace it.
 */
void secrecy_begin(void);

#endif
