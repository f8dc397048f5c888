import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/**
 * Takes flavours of PDF, parted by commas (ua1,3a), and the paths of PDFs; prints for each path and flavour PASS or FAIL
 * with both, and under a FAIL a line for every rule broken.
 */
public class Verapdf {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        List<String> all = List.of(arguments);
        List<PDFAFlavour> flavours = List.of(all.get(0).split(",")).stream().map(Verapdf::flavour).toList();
        for (String path : all.subList(1, all.size())) {
            for (PDFAFlavour flavour : flavours) {
                Set<String> broken = brokenRules(path, flavour);
                System.out.println((broken.isEmpty() ? "PASS " : "FAIL ") + flavour.getId() + " " + path);
                broken.forEach(rule -> System.out.println("  " + rule));
            }
        }
    }

    private static PDFAFlavour flavour(String id) {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            throw new IllegalArgumentException("veraPDF knows no flavour " + id);
        }
        return flavour;
    }

    private static Set<String> brokenRules(String path, PDFAFlavour flavour) throws Exception {
        Set<String> broken = new LinkedHashSet<>();
        try (InputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
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
