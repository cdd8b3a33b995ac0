package io.polywire.api.value;

/**
 * An abbreviation as a zone: at each moment the offset for which its zone used it last, as MSK was three hours before 2011
 * and four until 2014.
 */
final class HistoricOffsets implements ZoneOffsets {
    private final String abbreviation;
    private final DatabaseOffsets zone;

    HistoricOffsets(String abbreviation, String zone) {
        this.abbreviation = abbreviation;
        this.zone = new DatabaseOffsets(zone);
    }

    @Override
    public Span at(long seconds) {
        ZoneHistory.Span meant = zone.history().meaning(abbreviation, seconds);
        // the history has no ends: what is found holds for this moment alone
        return new Span(seconds, seconds + 1, meant == null ? zone.at(seconds).offset() : meant.offset());
    }

    @Override
    public int ofLocal(long seconds) {
        int ordinary = zone.ofLocal(seconds);
        ZoneHistory.Span meant = zone.history().meaning(abbreviation, seconds - ordinary);
        return meant == null ? ordinary : meant.offset();
    }

    @Override
    public String abbreviation(int offset, long seconds) {
        return abbreviation;
    }
}
