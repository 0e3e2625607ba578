from __future__ import annotations

from statistics import mean

from ceo_sim.classroom.pack.questionnaire import FORMS, PAIRS, cases_of


def discernment(form: str, answers: list[float]) -> float:
    """As the key says it is to be worked out."""
    rated = list(zip(cases_of(form), answers, strict=True))
    return mean(answer for case, answer in rated if case.step_in) - mean(
        answer for case, answer in rated if not case.step_in
    )


def test_of_each_pair_stepping_in_is_the_worse_call_in_one_and_the_better_in_the_other() -> None:
    assert all({case.step_in for case in pair.cases} == {True, False} for pair in PAIRS)


def test_each_form_has_one_case_of_each_pair_and_as_many_of_either_kind() -> None:
    for form in FORMS:
        assert [pair for pair, _ in FORMS[form]] == list(range(len(PAIRS)))
        assert sum(case.step_in for case in cases_of(form)) == len(PAIRS) / 2


def test_the_forms_have_no_case_in_common() -> None:
    assert not set(FORMS["A"]) & set(FORMS["B"])


def test_who_only_grows_more_suspicious_gains_nothing() -> None:
    for form in FORMS:
        assert discernment(form, [5, 5, 5, 5]) == discernment(form, [9, 9, 9, 9]) == 0
        assert discernment(form, [10 * case.step_in for case in cases_of(form)]) == 10
