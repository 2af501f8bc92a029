package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;
import java.util.List;

/** Draws what becomes of a file's unforced sectors when the power goes. */
final class SectorLottery {

    private final SimFile file;
    private final RandomSource random;
    private final DiskLosses losses;

    /** What a power cut does to one file: all sectors alone would hardly ever leave many of them whole. */
    private enum Mode {
        /** The system had just written everything back. */
        ALL_KEPT,
        /** It had written nothing back. */
        ALL_DROPPED,
        /** It was writing from the beginning; one sector is torn. */
        PREFIX_KEPT,
        /** Each sector has its own fate. */
        EACH_ALONE
    }

    SectorLottery(SimFile file, RandomSource random, DiskLosses losses) {
        this.file = file;
        this.random = random;
        this.losses = losses;
    }

    void play(List<Long> sectors, long end, boolean tailBack) {
        if (sectors.isEmpty()) {
            return;
        }
        Mode mode = Mode.values()[random.nextInt(Mode.values().length)];
        int prefix = random.nextInt(sectors.size() + 1);
        for (int i = 0; i < sectors.size(); i++) {
            long sector = sectors.get(i);
            switch (mode) {
                case ALL_KEPT -> losses.sectorKept();
                case ALL_DROPPED -> drop(sector, end, tailBack);
                case PREFIX_KEPT -> {
                    if (i < prefix) {
                        losses.sectorKept();
                    } else if (i == prefix) {
                        tear(sector, end, tailBack);
                    } else {
                        drop(sector, end, tailBack);
                    }
                }
                case EACH_ALONE -> {
                    switch (random.nextInt(4)) {
                        case 0 -> drop(sector, end, tailBack);
                        case 1 -> tear(sector, end, tailBack);
                        default -> losses.sectorKept();
                    }
                }
                default -> throw new IllegalStateException(mode.toString());
            }
        }
    }

    private void drop(long sector, long end, boolean tailBack) {
        losses.sectorDropped();
        file.putSector(sector, file.durableSector(sector, tailBack), end);
    }

    /** One part is new and the other old; which is which is drawn too. */
    private void tear(long sector, long end, boolean tailBack) {
        losses.sectorTorn();
        byte[] old = file.durableSector(sector, tailBack);
        byte[] content = file.bytes(sector * SimFile.SECTOR_BYTES, SimFile.SECTOR_BYTES);
        int cut = 1 + random.nextInt(SimFile.SECTOR_BYTES - 1);
        if (random.nextInt(2) == 0) {
            System.arraycopy(old, cut, content, cut, SimFile.SECTOR_BYTES - cut);
        } else {
            System.arraycopy(old, 0, content, 0, cut);
        }
        file.putSector(sector, content, end);
    }
}
