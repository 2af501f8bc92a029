/** What everything else stands on: identifiers, byte ranges, invariants. It uses nothing of the project. */
package dev.seedlog.base;
