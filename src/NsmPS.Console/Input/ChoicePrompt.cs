using System.Management.Automation.Host;

namespace NsmPS.Console.Input;

/// <summary>One choice out of several, by its hot key or its whole label, as confirmations are asked.</summary>
internal sealed class ChoicePrompt(PersonPrompts prompts)
{
    public int Ask(string caption, string message, IReadOnlyList<ChoiceDescription> choices, int defaultChoice)
    {
        prompts.ThrowIfNobodyAnswers();
        ChoiceLabel[] labels = [.. choices.Select(choice => ChoiceLabel.Parse(choice.Label))];
        prompts.WriteHeading(caption, message);
        while (true)
        {
            string answer = prompts.ReadLine(Question(labels, defaultChoice)).Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            int chosen = Array.FindIndex(labels, label => label.IsMeantBy(answer));
            if (chosen >= 0)
            {
                return chosen;
            }

            if (answer == "?")
            {
                WriteHelp(labels, choices);
            }
        }
    }

    private static string Question(ChoiceLabel[] labels, int defaultChoice)
    {
        string question = string.Join("  ", labels.Select(label => label.Display)) + "  [?] Help";
        return question + (defaultChoice >= 0 ? $" (default is \"{labels[defaultChoice].ShortName}\"): " : ": ");
    }

    private void WriteHelp(ChoiceLabel[] labels, IReadOnlyList<ChoiceDescription> choices)
    {
        foreach ((ChoiceLabel label, ChoiceDescription choice) in labels.Zip(choices))
        {
            prompts.WriteLine($"{label.ShortName} - {choice.HelpMessage}");
        }
    }
}
