package io.github.azuredevicecode.simulation;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schedules that have failed once, each in several orders.
 */
@ExtendWith(WithoutLogging.class)
class KeptSchedulesTests {

	private static final int ORDERS = 20;

	private static final Setting ONE = Setting.plain(1);

	private static final Setting TWO = Setting.plain(2);

	private static final Setting THREE = Setting.plain(3);

	@Test
	void aSecondSignOutWithinAnOutageDoesNotUndoTheFirst() {
		requireToHold(ONE, ask(0, 0), step(60, Step.Kind.STORE_DOWN, 0, 120_000), step(70, Step.Kind.SIGN_OUT, 0, 1),
				step(90, Step.Kind.SIGN_OUT, 0, 1), ask(300, 0));
	}

	@Test
	void aSignOutWithinAnOutageReachesAllWithoutAnyCall() {
		requireToHold(TWO, ask(0, 0), ask(40, 1), step(60, Step.Kind.STORE_DOWN, 0, 60_000),
				step(70, Step.Kind.SIGN_OUT, 0, 1), ask(280, 1));
	}

	@Test
	void aSignOutOfAProcessThatHasNotReachedTheStoreYetReachesIt() {
		requireToHold(TWO, ask(0, 0), step(30, Step.Kind.PARTITION, 1, 60_000), step(40, Step.Kind.SIGN_OUT, 1, 1),
				ask(300, 1), ask(310, 0));
	}

	@Test
	void aSignOutDuringARefreshWithinAnOutageHolds() {
		requireToHold(ONE, ask(0, 0), step(30, Step.Kind.STORE_DOWN, 0, 900_000),
				step(639, Step.Kind.ENTRA_SLOW, 0, 30_000), ask(640, 0), step(641, Step.Kind.SIGN_OUT, 0, 1),
				ask(700, 0));
	}

	@Test
	void aDeletedRowIsASignOutForAll() {
		requireToHold(TWO, ask(0, 0), ask(40, 1), step(60, Step.Kind.STORE_EMPTY, 0, 1), ask(80, 0), ask(90, 1));
	}

	@Test
	void theSignInAfterADeletedRowIsFollowedByAll() {
		requireToHold(TWO, ask(0, 0), ask(40, 1), step(60, Step.Kind.STORE_EMPTY, 0, 1),
				step(70, Step.Kind.AUTHENTICATE, 0, 1), ask(120, 1), ask(130, 0));
	}

	@Test
	void anOlderValueRevivesNoLoginThatAProcessKnowsToBeSignedOut() {
		requireToHold(ONE, ask(0, 0), step(60, Step.Kind.SIGN_OUT, 0, 1), step(70, Step.Kind.STORE_RESTORE, 0, 2),
				step(80, Step.Kind.NOTIFY, 0, 1), ask(90, 0));
	}

	@Test
	void aValueOfAnotherKeyIsNotFollowed() {
		requireToHold(TWO, ask(0, 0), ask(40, 1), step(60, Step.Kind.STORE_FOREIGN, 0, 60_000), ask(70, 0), ask(200, 1),
				ask(210, 0));
	}

	@Test
	void aSignInWithinAnOutageIsSavedAfterIt() {
		requireToHold(TWO, ask(0, 0), step(4, Step.Kind.STORE_DOWN, 0, 60_000), ask(200, 1));
	}

	@Test
	void aSignInWithinAnOutageIsKeptAlthoughAnotherReplicaWaits() {
		requireToHold(TWO, ask(0, 0), ask(2, 1), step(4, Step.Kind.STORE_DOWN, 0, 60_000), ask(400, 0));
	}

	@Test
	void aSignInOfAReplicaThatAloneIsCutOffIsKept() {
		requireToHold(THREE, ask(0, 0), ask(2, 1), step(4, Step.Kind.PARTITION, 0, 60_000), ask(400, 0));
	}

	@Test
	void aStoreThatCannotBeWrittenToIsAnOutage() {
		requireToHold(ONE, ask(0, 0), step(60, Step.Kind.STORE_READ_ONLY, 0, 3_600_000),
				step(70, Step.Kind.TRAFFIC, 0, 100), step(3_900, Step.Kind.ASK, 0, 1));
	}

	@Test
	void aRefreshTokenThatIsGoodForOnceIsUsedByOneReplicaAtATime() {
		requireToHold(THREE.withRefreshTokens(Setting.RefreshTokens.SINGLE_USE), ask(0, 0), ask(1_000, 0),
				ask(1_000, 1), ask(1_000, 2), ask(2_000, 2), ask(2_000, 1));
	}

	@Test
	void aRefreshThatIsOvertakenByASignInTakesTheNewLogin() {
		requireToHold(TWO, ask(0, 0), ask(30, 1), step(660, Step.Kind.AUTHENTICATE, 0, 1),
				step(669, Step.Kind.ENTRA_SLOW, 0, 4_000), step(669, Step.Kind.REVOKE, 0, 1), ask(671, 1), ask(672, 0),
				ask(700, 1));
	}

	@Test
	void aSignInThatHasTimedOutPromptsNobodyLater() {
		Schedule.Answer never = new Schedule.Answer(Schedule.Answer.Kind.NEVER, "ada", 1);
		requireToHold(new Schedule(1, TWO.withTimeoutSeconds(45), List.of(Schedule.Answer.approve(10), never),
				List.of(ask(0, 0), step(60, Step.Kind.AUTHENTICATE, 0, 1), ask(400, 1), ask(410, 1))));
	}

	@Test
	void theRecordIsThatOfTheLoginWhicheverModeIsReadLast() {
		requireToHold(TWO, step(10, Step.Kind.RECORD, 1, 1), step(20, Step.Kind.SIGN_OUT, 0, 1), ask(60, 0),
				ask(120, 1));
	}

	@Test
	void aClockThatIsSetBackKeepsNoTokenAlive() {
		requireToHold(ONE, ask(0, 0), step(60, Step.Kind.CLOCK_JUMP, 0, -3_600), ask(1_200, 0));
	}

	@Test
	void theLifeOfATokenCountsFromWhenItsRequestWasSent() {
		Setting shortLived = new Setting(1, 1, 120, 5, 120, 0, Setting.RefreshTokens.PLAIN, 0, 500, 0, 10, false, true,
				false);
		requireToHold(shortLived, ask(0, 0), step(1_063, Step.Kind.ENTRA_SLOW, 0, 10_000),
				step(1_063, Step.Kind.TRAFFIC, 0, 21), step(1_064, Step.Kind.PAUSE, 0, 73_000));
	}

	@Test
	void whatWasReadHoldsAlthoughTheClockOfTheStoreIsSlowToTell() {
		requireToHold(
				new Setting(5, 2, 300, 5, 900, 0, Setting.RefreshTokens.PLAIN, 200, 0, 5_000, 10, false, true, false),
				ask(4, 2), ask(300, 1), step(657, Step.Kind.SIGN_OUT_TWICE, 3, 1),
				step(658, Step.Kind.STORE_SLOW, 0, 14_000), ask(663, 1), ask(665, 1));
	}

	@Test
	void whatWasReadHoldsAlthoughTheNextAnswerIsLost() {
		requireToHold(TWO, step(400, Step.Kind.AUTHENTICATE, 0, 1), step(700, Step.Kind.AUTHENTICATE, 1, 1),
				step(810, Step.Kind.STORE_LOSES_ANSWERS, 0, 54_000), step(829, Step.Kind.STORE_EMPTY, 0, 1),
				ask(840, 1), ask(843, 1), ask(846, 1));
	}

	@Test
	void aStoreThatIsSetBackWithinAnOutageIsSeenAfterIt() {
		requireToHold(ONE, ask(389, 0), step(410, Step.Kind.AUTHENTICATE, 0, 1),
				step(767, Step.Kind.STORE_DOWN, 0, 300_000), ask(1_060, 0), step(1_062, Step.Kind.STORE_RESTORE, 0, 4),
				ask(1_200, 0));
	}

	@Test
	void aSignOutOfAProcessThatHasNotReachedTheStoreHoldsInAStoreThatWasSetBack() {
		requireToHold(TWO, ask(0, 0), step(300, Step.Kind.STORE_HANG, 0, 200_000),
				step(400, Step.Kind.SIGN_OUT_TWICE, 1, 1), step(450, Step.Kind.STORE_RESTORE, 0, 3), ask(640, 0));
	}

	@Test
	void whatWasReadHoldsAlthoughTheAccessTookTooLong() {
		Setting setting = new Setting(4, 2, 60, 10, 3600, 45, Setting.RefreshTokens.SINGLE_USE, 200, 0, 5_000, 10,
				false, false, true);
		requireToHold(new Schedule(401_705, setting, List.of(Schedule.Answer.approve(28), Schedule.Answer.approve(8)),
				List.of(Step.of(3_488, Step.Kind.ASK, 2, 1), Step.of(67_964, Step.Kind.RECORD, 1, 1),
						Step.of(152_996, Step.Kind.STORE_EMPTY, 0, 1),
						Step.of(162_943, Step.Kind.STORE_LOSES_ANSWERS, 1, 45_456),
						Step.of(182_716, Step.Kind.TRAFFIC, 1, 24), Step.of(184_936, Step.Kind.STORE_HANG, 3, 48_164),
						Step.of(285_190, Step.Kind.STORE_LOSES_ANSWERS, 3, 22_002))));
	}

	@Test
	void aSignOutOfAProcessWithAWrongKeyIsMadeGoodWithTheRightOne() {
		requireToHold(TWO, ask(0, 0), ask(40, 1), step(60, Step.Kind.WRONG_KEY, 0, 60_000),
				step(70, Step.Kind.SIGN_OUT, 0, 1), ask(300, 0), ask(300, 1));
	}

	@Test
	void aProcessWithAWrongKeyTakesTheLoginFromNobody() {
		requireToHold(TWO, ask(0, 0), ask(40, 1), step(60, Step.Kind.WRONG_KEY, 1, 60_000),
				step(70, Step.Kind.NOTIFY, 0, 1), step(80, Step.Kind.RECORD, 1, 1), ask(90, 1), ask(100, 0),
				ask(300, 1), ask(310, 0));
	}

	@Test
	void aSignInThatBeginsWhenAnotherIsToldOfEndsWithAUser() {
		Setting setting = new Setting(2, 1, 120, 5, 600, 0, Setting.RefreshTokens.PLAIN, 200, 0, 500, 10, false, true,
				false);
		Step[] steps = new Step[12];
		steps[0] = ask(0, 0);
		for (int i = 1; i < steps.length; i++) {
			// About when the replica is told of the sign-in of the other
			steps[i] = Step.of(i * 60_000L + (i % 2) * 10_350, Step.Kind.AUTHENTICATE, i % 2, 1);
		}
		requireToHold(setting, steps);
	}

	@Test
	void aSignInThatCameTooLateLeavesTheLoginOfAnotherAsItIs() {
		Setting setting = new Setting(2, 2, 300, 5, 900, 0, Setting.RefreshTokens.PLAIN, 200, 500, 5_000, 1, false,
				true, false);
		requireToHold(new Schedule(500_182, setting, List.of(Schedule.Answer.approve(14), Schedule.Answer.approve(15)),
				List.of(Step.of(1_478, Step.Kind.ASK, 0, 1), Step.of(6_809, Step.Kind.PARTITION, 0, 595_795),
						Step.of(9_871, Step.Kind.RENEW, 0, 1), Step.of(26_691, Step.Kind.TRAFFIC, 1, 23),
						Step.of(28_580, Step.Kind.BURST, 0, 2), Step.of(69_870, Step.Kind.PARTITION, 1, 526_091),
						Step.of(246_343, Step.Kind.ASK, 1, 2), Step.of(293_939, Step.Kind.ASK, 1, 1))));
	}

	@Test
	void aLoginThatOthersHaveEndedIsNotUsedUntilARenewalIsWritten() {
		Setting setting = new Setting(2, 1, 300, 10, 120, 0, Setting.RefreshTokens.SINGLE_USE, 0, 100, 0, 10, false,
				true, false);
		requireToHold(new Schedule(1_052, setting,
				List.of(Schedule.Answer.approve(12), Schedule.Answer.approve(12), Schedule.Answer.approve(11),
						Schedule.Answer.approve(1), Schedule.Answer.approve(9), Schedule.Answer.approve(220)),
				List.of(Step.of(328, Step.Kind.ASK, 0, 1), Step.of(236_596, Step.Kind.BURST, 0, 11),
						Step.of(386_834, Step.Kind.ASK, 0, 1),
						Step.of(556_559, Step.Kind.ENTRA_LOSES_ANSWERS, 1, 13_044),
						Step.of(557_789, Step.Kind.AUTHENTICATE, 1, 1),
						Step.of(559_727, Step.Kind.STORE_LOSES_ANSWERS, 1, 44_722),
						Step.of(571_259, Step.Kind.BURST, 0, 27), Step.of(606_640, Step.Kind.ASK, 0, 1))));
	}

	@Test
	void anOlderValueThatIsPutBackWhileItCannotBeReadRevivesNoLogin() {
		Setting setting = new Setting(1, 2, 60, 5, 400, 0, Setting.RefreshTokens.PLAIN, 200, 500, 0, 10, false, false,
				true);
		requireToHold(new Schedule(1_005_295, setting,
				List.of(bob(15), Schedule.Answer.approve(15), Schedule.Answer.approve(6)),
				List.of(Step.of(458_352, Step.Kind.ASK, 0, 1), Step.of(819_080, Step.Kind.AUTHENTICATE, 0, 1),
						Step.of(850_145, Step.Kind.WRONG_KEY, 0, 729_702), Step.of(1_504_806, Step.Kind.ASK, 0, 1),
						Step.of(1_589_091, Step.Kind.STORE_RESTORE, 0, 5))));
	}

	@Test
	void aLaterSignInReplacesAnEarlierOneThatAPausedProcessWritesLate() {
		Setting setting = new Setting(3, 1, 60, 10, 400, 0, Setting.RefreshTokens.OF_THE_LAST_SIGN_IN, 200, 100, 0, 60,
				false, false, true);
		requireToHold(
				new Schedule(1_001_461, setting, List.of(Schedule.Answer.approve(20), Schedule.Answer.approve(20)),
						List.of(Step.of(3_732, Step.Kind.ASK, 1, 1), Step.of(14_666, Step.Kind.WRONG_KEY, 1, 32_534),
								Step.of(37_363, Step.Kind.PAUSE, 1, 100_933), Step.of(116_333, Step.Kind.TRAFFIC, 0, 6),
								Step.of(117_766, Step.Kind.ASK, 2, 1), Step.of(164_120, Step.Kind.TRAFFIC, 1, 28))));
	}

	@Test
	void anotherUserOfTheSameNumberInAStoreThatWasSetBackIsAnotherLogin() {
		Setting setting = new Setting(2, 1, 60, 5, 120, 45, Setting.RefreshTokens.PLAIN, 20, 100, 5_000, 10, false,
				false, false);
		requireToHold(new Schedule(1_015_845, setting,
				List.of(Schedule.Answer.approve(4), bob(14), Schedule.Answer.approve(27)),
				List.of(Step.of(3_852, Step.Kind.ASK, 0, 1), Step.of(13_688, Step.Kind.PARTITION, 0, 277_835),
						Step.of(239_959, Step.Kind.STORE_RESTORE, 0, 1), Step.of(241_425, Step.Kind.ASK, 1, 1),
						Step.of(269_837, Step.Kind.TRAFFIC, 0, 39), Step.of(338_137, Step.Kind.TRAFFIC, 1, 3))));
	}

	@Test
	void noCodeIsAskedForOnceAnotherProcessHasSignedIn() {
		Setting setting = new Setting(2, 1, 60, 5, 120, 0, Setting.RefreshTokens.SINGLE_USE, 20, 500, 5_000, 10, false,
				false, true);
		requireToHold(new Schedule(1_003_785, setting, List.of(bob(20)),
				List.of(Step.of(4_644, Step.Kind.ASK, 1, 1), Step.of(189_294, Step.Kind.ENTRA_5XX, 1, 70_040),
						Step.of(191_390, Step.Kind.STORE_RESTORE, 0, 3), Step.of(196_569, Step.Kind.ASK, 0, 2),
						Step.of(259_632, Step.Kind.STORE_READ_ONLY, 0, 466_352))));
	}

	@Test
	void anApprovalInTheLastSecondIsNotLostToAProcessThatOnlyShowsTheCode() {
		Setting setting = new Setting(2, 1, 60, 5, 3_600, 0, Setting.RefreshTokens.OF_THE_LAST_SIGN_IN, 0, 500, 500, 60,
				false, false, true);
		Schedule.Answer never = new Schedule.Answer(Schedule.Answer.Kind.NEVER, "ada", 1);
		requireToHold(new Schedule(9_102_260, setting,
				List.of(new Schedule.Answer(Schedule.Answer.Kind.DECLINE, "ada", 2), never,
						Schedule.Answer.approve(59)),
				List.of(Step.of(1_441_929, Step.Kind.ASK, 1, 1), Step.of(1_956_233, Step.Kind.BURST, 0, 1),
						Step.of(2_289_047, Step.Kind.ASK, 0, 1))));
	}

	@Test
	void aStoreThatIsEmptiedWhileThisProcessWritesIsReadAgain() {
		Setting setting = new Setting(1, 2, 300, 10, 400, 0, Setting.RefreshTokens.PLAIN, 200, 500, 5_000, 1, false,
				true, false);
		requireToHold(new Schedule(9_707_766, setting,
				List.of(Schedule.Answer.approve(11), Schedule.Answer.approve(185), Schedule.Answer.approve(8),
						Schedule.Answer.approve(200), Schedule.Answer.approve(147), Schedule.Answer.approve(118)),
				List.of(Step.of(2_347, Step.Kind.ASK, 0, 1), Step.of(242_830, Step.Kind.ENTRA_429, 0, 37_238),
						Step.of(244_963, Step.Kind.TRAFFIC, 0, 36), Step.of(246_468, Step.Kind.STORE_EMPTY, 0, 1),
						Step.of(247_752, Step.Kind.TRAFFIC, 0, 7))));
	}

	@Test
	void aSignInIntoAStoreThatWasEmptiedIsNotTakenForTheLoginBefore() {
		Setting setting = new Setting(5, 2, 300, 10, 120, 0, Setting.RefreshTokens.PLAIN, 200, 100, 500, 1, true, false,
				false);
		requireToHold(new Schedule(9_001_466, setting,
				List.of(Schedule.Answer.approve(5), Schedule.Answer.approve(5), Schedule.Answer.approve(2),
						Schedule.Answer.approve(176), Schedule.Answer.approve(118), bob(4)),
				List.of(Step.of(27_085, Step.Kind.ASK, 3, 2), Step.of(306_262, Step.Kind.AUTHENTICATE, 4, 1),
						Step.of(314_799, Step.Kind.STORE_DOWN, 0, 67_088),
						Step.of(316_950, Step.Kind.STORE_EMPTY, 3, 1), Step.of(335_955, Step.Kind.TRAFFIC, 3, 4),
						Step.of(807_833, Step.Kind.REVOKE, 1, 1))));
	}

	@Test
	void aSignOutDoesNotWaitForAStoreThatHangs() {
		Setting patient = new Setting(1, 1, 120, 5, 600, 0, Setting.RefreshTokens.PLAIN, 20, 100, 500, 60, false, true,
				false);
		requireToHold(patient, ask(0, 0), step(60, Step.Kind.STORE_HANG, 0, 600_000),
				step(70, Step.Kind.SIGN_OUT, 0, 1), ask(700, 0));
	}

	@Test
	void aServiceThatRefusesIsNotAskedByEveryCaller() {
		requireToHold(ONE, ask(0, 0), step(700, Step.Kind.ENTRA_429, 0, 120_000), step(705, Step.Kind.BURST, 0, 100),
				ask(900, 0));
	}

	private static Schedule.Answer bob(int seconds) {
		return new Schedule.Answer(Schedule.Answer.Kind.APPROVE, "bob", seconds);
	}

	private static Step ask(long seconds, int replica) {
		return step(seconds, Step.Kind.ASK, replica, 1);
	}

	private static Step step(long seconds, Step.Kind kind, int replica, long amount) {
		return Step.of(seconds * 1000, kind, replica, amount);
	}

	private static void requireToHold(Setting setting, Step... steps) {
		requireToHold(Schedule.of(setting, steps));
	}

	private static void requireToHold(Schedule schedule) {
		for (int order = 0; order < ORDERS; order++) {
			World.Outcome outcome = World.run(schedule.withSeed(schedule.seed() + order));
			assertThat(outcome.violation()).as(() -> outcome.schedule() + "\n" + outcome.log()).isNull();
		}
	}

}
