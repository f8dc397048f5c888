import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Takes the paths of PDFs; prints for each PASS or FAIL with its path, and under a FAIL a line for every rule broken. */
public class Verapdf {
    private static final PDFAFlavour PROFILE = PDFAFlavour.byFlavourId("ua1");

    public static void main(String[] paths) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String path : paths) {
            Set<String> broken = brokenRules(path);
            System.out.println((broken.isEmpty() ? "PASS " : "FAIL ") + path);
            broken.forEach(rule -> System.out.println("  " + rule));
        }
    }

    private static Set<String> brokenRules(String path) throws Exception {
        Set<String> broken = new LinkedHashSet<>();
        try (InputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, PROFILE);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(PROFILE, false)) {
            for (TestAssertion assertion : validator.validate(parser).getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    broken.add(described(assertion));
                }
            }
        }
        return broken;
    }

    private static String described(TestAssertion assertion) {
        String place = assertion.getLocation().getContext().replaceFirst("^.*(.{60})$", "...$1");
        return (assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber() + ": "
                + assertion.getMessage() + " (" + place + ")").replaceAll("\\s+", " ");
    }
}
