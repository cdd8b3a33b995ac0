package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.bound.WindowValue;

/** What a dialect knows of the distances in frames of windows, and how it counts the frames that a storage cannot. */
public interface FrameRules {
    /**
     * A distance as it is written, brought to its type.
     *
     * @param unit what is counted
     * @param key for RANGE the column of the window's order; null otherwise
     * @param value the distance
     * @param first whether it is where the frame begins
     * @throws io.polywire.api.error.SqlFailure if the types have no distances, or a constant is none
     */
    BoundExpression distance(
            BoundWindow.Unit unit, BoundExpression key, BoundExpression value, boolean first, Place at);

    /**
     * The frame as a storage counts it: its distances are constants or parameters, for RANGE between carriers of the key.
     *
     * @param frame with distances that {@link #distance} gave
     * @param key for RANGE with distances the column of the window's order; null otherwise
     * @return null if a storage cannot
     */
    BoundWindow.Frame storable(BoundWindow.Frame frame, BoundExpression key);

    /**
     * Whether the dialect counts the frame of a value though a storage can.
     *
     * @param value a function that gives a value of one row of the frame
     */
    boolean counts(WindowValue value);

    /**
     * A value over a frame that the dialect counts itself.
     *
     * @param value an aggregate, or a function that gives a value of one row of the frame; of its window all but the frame
     *     counts
     * @param frame the frame
     * @param key for RANGE with distances the column of the window's order; null otherwise
     */
    BoundExpression counted(WindowValue value, BoundWindow.Frame frame, BoundExpression key, Place at);

    /**
     * A value that does not depend on the frame, whose distances must be right all the same.
     *
     * @param window of which all but the frame counts
     * @param key for RANGE with distances the column of the window's order; null otherwise
     */
    BoundExpression checked(BoundExpression value, BoundWindow window, BoundWindow.Frame frame, BoundExpression key);
}
