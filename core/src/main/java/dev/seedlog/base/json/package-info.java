/** The little JSON that files of the data directory are written in: strict, bounded, no reflection. */
package dev.seedlog.base.json;
